"""How hard a text is to follow: the Flesch-Kincaid grade, with syllables counted by rule. Grade 6 is about age 11."""

from __future__ import annotations

import re
from functools import lru_cache

_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9'&-]*")
_VOWELS = re.compile(r"[aeiouy]+")
_SENTENCE_END = re.compile(r"[.!?:;]+(?:\s|$)")
_MEDICINE = re.compile(
    r".*(?:xaban|gatran|farin|grel|grelor|cillin|statin|fen|tamol|prazole|sone|pril|olol|pine|done)s?$"
)
_LEARNT = frozenset(
    {"ambulance", "clinician", "diabetes", "diarrhoea", "doctor", "emergency", "hospital", "medicine", "medicines"}
    | {"pharmacist", "pharmacy", "pregnant", "temperature", "vaginal"}
)


def spoken_words(text: str) -> list[str]:
    """The words of a text, without numbers and names in capitals."""
    tokens = [token for token in _TOKEN.findall(text) if token.isalpha() or "'" in token or "-" in token]
    return [part for token in tokens for part in re.split("[-&]", token) if part and not part[1:].isupper()]


@lru_cache(maxsize=16_384)
def grade(text: str) -> float:
    """The school grade of a text. Names of medicines and words that every caller knows count as two syllables."""
    words = spoken_words(text)
    if not words:
        return 0.0
    sentences = max(len(_SENTENCE_END.findall(text.strip() + ".")), 1)
    spoken = sum(syllables(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * spoken / len(words) - 15.59


def syllables(word: str) -> int:
    """About how many syllables an English word has."""
    word = word.lower().removesuffix("'s").replace("'", "")
    if word in _LEARNT or _MEDICINE.match(word):
        return 2
    if len(word) <= 3:
        return 1
    word = re.sub(r"(?:[^laeiouy]es|[^aeioutd]ed|[^l]e)$", lambda found: found.group()[0], word)
    return max(len(_VOWELS.findall(word)), 1)
