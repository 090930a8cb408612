"""TXT: words that people can hear, read and answer."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from triage_tui.author.check.context import Context, scalars
from triage_tui.author.check.reading import grade, spoken_words
from triage_tui.author.check.registry import rule
from triage_tui.author.check.texts import Wording, wordings
from triage_tui.content.pathway_file import ActionShape, Question, Step
from triage_tui.content.shared_files import AdviceShape
from triage_tui.content.source import Path_, Source
from triage_tui.problems import Problem
from triage_tui.text import columns
from triage_tui.walk.plan import NOT_KNOWN

MOST_GRADE = 8.0
"""Grade 6 is about age 11; a single text is a small sample, so two grades more are let pass."""
FEWEST_WORDS = 8
WIDTH = 76
"""The columns that a terminal of 80 leaves for words."""
LINES = {
    "ask": 3, "instruct": 3, "look": 3, "say": 5, "why": 6, "advice": 2, "patient": 2, "label": 2, "because": 4,
    "title": 1, "short": 0.5,
}  # fmt: skip

_YES_NO = {"yes", "no"}
_VERB = "is|are|was|were|do|does|did|has|have|had|can|could|will|would"
_TWO = re.compile(rf"\b(?:{_VERB})\b[^?.;:]*,?\s(and)\s+(?:{_VERB}|who|what|when|where|how|why)\b[^?.;:]*\?", re.I)
_NEGATED = re.compile(
    rf"(?:^|[.?!:]\s+)((?:{_VERB})n't\b|(?:{_VERB})\s+(?:\w+\s+){{1,2}}(?:not|never|unable|no longer)\b)[^.?!]*\?", re.I
)
_PATIENTS_KNOW = frozenset({"A&E", "COPD", "GP", "GPs", "HIV", "ID", "NHS", "OK", "UK", "SHOUT", "X-ray"})
_USERS_KNOW = _PATIENTS_KNOW | frozenset(
    {"AED", "BP", "CPR", "ED", "ECG", "FGM", "IV", "MS", "NICE", "PE", "TIA", "UTC", "YES", "NO", "LO", "HI"}
)
_JARGON = re.compile(
    r"\b(abdom\w+|acute|adverse|analges\w+|anaphyla\w+|anticoag\w+|antiplatelet\w*|apnoea\w*|arrhythmi\w*|bilateral\w*|"
    r"bradycardi\w*|cardiac|cardiovascular|cerebral|chronic\w*|comorbid\w*|contraindicat\w*|contusion\w*|conveyance|"
    r"cyano\w*|deteriorat\w*|dyspn\w*|dysuria|dysphagia|erythema\w*|febrile|gastro\w+|haemat\w+|haemorrhag\w*|"
    r"hyperten\w*|hypogly\w*|hypotherm\w*|hypoten\w*|hypox\w*|incontinen\w*|infarct\w*|ischaemi\w*|lacerat\w*|lesion\w*|"
    r"malaise|micturit\w*|musculoskeletal|myocard\w*|nause\w*|necro\w*|neurolog\w*|obstetric\w*|oedema\w*|paediatric\w*|"
    r"palpitation\w*|paraesthes\w*|photophobia|pneumothora\w*|prognos\w*|prophyla\w*|pulmonary|pyrexi\w*|renal|"
    r"respiratory|resuscitat\w*|seizure\w*|sputum|subcutaneous\w*|syncop\w*|tachy\w*|thrombo\w*|triage\w*|urinat\w*|"
    r"vertigo|disposition\w*)\b",
    re.I,
)
_SHORTENED = re.compile(r"\b[A-Z][A-Z0-9&]+s?\b")
_PLACEHOLDER = re.compile(
    r"\b(TODO|FIXME|TBC|TBD|XXX+|lorem ipsum)\b|\?\?\?|<[a-z ]{3,}>|check before release|to be (?:confirmed|written)",
    re.I,
)


def _at(wording: Wording, start: int, length: int, message: str, code: str, hint: str) -> Problem:
    """A problem at some words of a text, where they stand on the line that the text begins on."""
    line, column = wording.source.place(wording.path)
    row = wording.source.row(line)
    found = row.find(wording.text[start : start + length], column - 1)
    if found < 0 or length == 0:
        return wording.source.problem(wording.path, message, code, hint=hint)
    return Problem(wording.source.name, line, found + 1, message, code, "warning", hint, length)


@rule(
    "TXT001",
    "hard-to-read",
    "warning",
    bad="""
steps:
  - use: opening
  - id: bone
    ask: Can you see bone?
    say: Following the traumatic incident, is there visible evidence of exposed skeletal structures anywhere?
    answers: {yes: ambulance, no: home, not known: ambulance}
""",
    good="""
steps:
  - use: opening
  - id: bone
    ask: Can you see bone?
    say: Look at the place that is hurt. Can you see any bone there?
    answers: {yes: ambulance, no: home, not known: ambulance}
""",
)
def _hard_to_read(context: Context) -> Iterator[Problem]:
    """What a patient hears or reads is to be followed by somebody of about 11 who is ill or afraid. The
    Flesch-Kincaid grade of each text is measured (how long its sentences and its words are). A text of eight words
    or more above grade 8 is reported: one text is a small sample, so two grades more than that of age 11 are let
    pass. Say it in two sentences, or with plainer words.
    """
    for wording in wordings(context):
        if wording.audience == "patient" and len(spoken_words(wording.text)) >= FEWEST_WORDS:
            found = grade(wording.text)
            if found > MOST_GRADE:
                age = f"{round(found) + 5}" if found < 13 else "18 or more"
                message = f"hard to follow: about the level of age {age}"
                hint = "use shorter sentences and plainer words"
                yield wording.source.problem(wording.path, message, "TXT001", hint=hint)


@rule(
    "TXT002",
    "two-questions-in-one",
    "warning",
    bad="""
steps:
  - use: opening
  - {id: sore, ask: Is it sore and can they move it?, answers: {yes: home, no: hospital, not known: hospital}}
""",
    good="""
steps:
  - use: opening
  - {id: sore, ask: Is it sore?, answers: {yes: next, no: home, not known: next}}
  - {id: moves, ask: Can they move it?, answers: {yes: home, no: hospital, not known: hospital}}
""",
)
def _two_questions(context: Context) -> Iterator[Problem]:
    """A yes or no question asks two things joined by "and": what is the answer when one of them is true? Ask them one
    after the other, make a checklist of them, or give `yes` a label that says it ("Yes, both").
    """
    for source, path, step in _yes_no_questions(context):
        told = [value for key, value in step.answers.items() if key in _YES_NO and isinstance(value, ActionShape)]
        if any(value.label for value in told):
            continue
        for wording in _questions_of(source, path, step):
            match = _TWO.search(wording.text)
            if match is not None:
                message = 'two questions in one, joined by "and": yes and no do not say which is meant'
                hint = 'ask one after the other, or label the answers, such as "Yes, both"'
                yield _at(wording, match.start(1), 3, message, "TXT002", hint)


@rule(
    "TXT003",
    "negated-question",
    "warning",
    bad="""
steps:
  - use: opening
  - {id: moves, ask: Can they not move it?, answers: {yes: hospital, no: home, not known: hospital}}
""",
    good="""
steps:
  - use: opening
  - {id: moves, ask: Can they move it?, answers: {yes: home, no: hospital, not known: hospital}}
""",
)
def _negated(context: Context) -> Iterator[Problem]:
    """A yes or no question is asked in the negative. To "Can they not move it?" both "yes" and "no" may mean that they
    cannot. Ask it the other way round.
    """
    for source, path, step in _yes_no_questions(context):
        for wording in _questions_of(source, path, step):
            match = _NEGATED.search(wording.text)
            if match is not None:
                message = "asked in the negative: yes and no can be taken both ways"
                hint = "ask it the other way round"
                yield _at(wording, match.start(1), len(match[1]), message, "TXT003", hint)


@rule(
    "TXT004",
    "jargon",
    "warning",
    bad="""
steps:
  - use: opening
  - id: bone
    ask: Can you see bone?
    say: Is there a laceration where you can see bone?
    answers: {yes: ambulance, no: home, not known: ambulance}
""",
    good="""
steps:
  - use: opening
  - id: bone
    ask: Can you see bone?
    say: Is there a cut where you can see bone?
    answers: {yes: ambulance, no: home, not known: ambulance}
""",
)
def _jargon(context: Context) -> Iterator[Problem]:
    """A word of the trade, or a shortened one, in what a patient hears or reads; or a shortened word that few users
    know in a question. Use the everyday word, or explain it in the same text in brackets.
    """
    spelt = _spelt_in(context)
    for wording in wordings(context):
        match = _JARGON.search(wording.text) if wording.audience == "patient" else None
        if match is not None and f"({match[0].lower()})" not in wording.text.lower():
            message = f'"{match[0]}" is a word of the trade'
            yield _at(wording, match.start(), len(match[0]), message, "TXT004", "say it in everyday words")
        for short in _SHORTENED.finditer(wording.text):
            word = short[0]
            known = _PATIENTS_KNOW if wording.audience == "patient" else _USERS_KNOW | spelt
            if word not in known and f"({word})" not in wording.text and not re.search(r"\d{3}", word):
                message = f'"{word}" is not explained'
                hint = f'write it out, with "({word})" after it if it is needed'
                yield _at(wording, short.start(), len(word), message, "TXT004", hint)


def _spelt_in(context: Context) -> frozenset[str]:
    """Shortened words that a pack explains: titles of its instruments, and keys of its sources."""
    titles = " ".join(loaded.model.title for loaded in context.files.instruments.values())
    keys = " ".join(key for loaded in context.step_files() for key in loaded.model.sources)
    ids = " ".join(context.files.instruments).upper()
    return frozenset(_SHORTENED.findall(f"{titles} {keys} {ids}"))


@rule(
    "TXT005",
    "answers-alike",
    "warning",
    bad="""
steps:
  - use: opening
  - id: often
    ask: How often is it sore?
    answers: {some: {label: Sometimes, go: home}, now_and_then: {label: Now and then, go: hospital}, not known: home}
""",
    good="""
steps:
  - use: opening
  - id: often
    ask: How often is it sore?
    answers: {daily: {label: Every day, go: hospital}, weekly: {label: Once a week or less, go: home}, not known: home}
""",
)
def _answers_alike(context: Context) -> Iterator[Problem]:
    """Two answers of a question cannot be told apart: they read the same, mean the same (sometimes, now and then), or
    both take a number (1 to 5, 5 to 10).
    """
    for loaded in context.step_files():
        for number, step in enumerate(loaded.model.steps):
            if isinstance(step, Question):
                yield from _alike(loaded.source, ("steps", number, "answers"), step)


_SAME = (
    {"sometimes", "now and then", "at times", "occasionally", "from time to time"},
    {"often", "frequently", "a lot", "many times"},
    {"a little", "a bit", "slightly", "some"},
    {"rarely", "seldom", "hardly ever"},
)


def _alike(source: Source, path: Path_, step: Question) -> Iterator[Problem]:
    labels = {
        key: (value.label if isinstance(value, ActionShape) and value.label else key.replace("_", " "))
        for key, value in step.answers.items()
        if key != NOT_KNOWN
    }
    seen: list[tuple[str, str]] = []
    for key, label in labels.items():
        plain = re.sub(r"[^\w\s]", "", label).lower().strip()
        for before, other in seen:
            if plain == other or any({plain, other} <= same for same in _SAME) or _both_take(plain, other):
                there = source.related((*path, before), "and this one", key=True)
                message = f'"{label}" and "{labels[before]}" cannot be told apart'
                hint = "say in each answer what the other is not"
                yield source.problem((*path, key), message, "TXT005", key=True, hint=hint, related=(there,))
        seen.append((key, plain))


def _both_take(one: str, other: str) -> bool:
    """Whether two ranges such as `1 to 5` and `5 to 10` share their edge."""
    ranges = [re.fullmatch(r"(\d+) to (\d+)(?: \w+)?", text) for text in (one, other)]
    if not all(ranges):
        return False
    (low, high), (start, end) = ([int(part) for part in found.groups()] for found in ranges if found)
    return low <= end and start <= high


@rule(
    "TXT006",
    "placeholder",
    "error",
    bad="""
title: "Sore arm TODO"
review: {state: approved, owner: arm lead, approver: A. Clinician, reviewed: 2026-10-01, due: 2027-06-30}
""",
    good="""
title: Sore arm
review: {state: approved, owner: arm lead, approver: A. Clinician, reviewed: 2026-10-01, due: 2027-06-30}
""",
)
def _placeholder(context: Context) -> Iterator[Problem]:
    """An approved file still has a note to its author in it: TODO, TBC, "check before release", three question marks.
    While the file is a draft such notes are welcome.
    """
    for loaded in context.loaded():
        review = getattr(loaded.model, "review", None)
        if review is not None and review.state == "approved" and context.wants(loaded.source):
            for path, text in scalars(loaded.source.root):
                match = _PLACEHOLDER.search(text)
                if match is not None:
                    message = f'"{match[0]}" is left in an approved file'
                    wording = Wording(loaded.source, path, text, "user", "")
                    yield _at(
                        wording, match.start(), len(match[0]), message, "TXT006", "finish it, or withdraw approval"
                    )


_ADVICE = """# advice.yaml
languages: {pl: Polski}
advice:
  rest:
    title: Rest
    lines: [Keep the arm still.]
    sources: [local]
    in: {pl: {of: OF, title: Odpoczynek, lines: [Nie ruszaj reki.]}}
worsening:
  always:
    title: Get help again if
    lines: [You get worse.]
    emergency: [You cannot breathe.]
    sources: [local]
    in: {pl: {of: ed3c0ff2, title: Szukaj pomocy, lines: [Jest gorzej.], emergency: [Nie mozesz oddychac.]}}
"""


@rule(
    "TXT007",
    "translation-missing-or-old",
    "error",
    bad=_ADVICE.replace("OF", "00000000"),
    good=_ADVICE.replace("OF", "ea8fccdc"),
)
def _translations(context: Context) -> Iterator[Problem]:
    """A piece of advice is not translated into one of the languages that advice.yaml says it is written in, or its
    English was changed since (`of` is the fingerprint of the English that was translated), or the lines do not
    match. Nobody is handed advice that says something else than the English beside it.
    """
    advice = context.files.advice
    if advice is None or not context.wants(advice.source):
        return
    languages = advice.model.languages
    for key, group in (("advice", advice.model.advice), ("worsening", advice.model.worsening)):
        for name, shape in group.items():
            for code, own_name in languages.items():
                if code not in shape.in_:
                    message = f'"{name}" is not translated into {own_name}'
                    hint = f"add it under in: {{{code}: …}} with of: {english_of(shape)}"
                    yield advice.source.problem((key, name), message, "TXT007", key=True, hint=hint)
            for code, other in shape.in_.items():
                path: Path_ = (key, name, "in", code)
                if code not in languages:
                    yield advice.source.unknown(path, code, languages, f'there is no language "{code}"', key=True)
                elif other.of != english_of(shape):
                    message = f"the English is not the text that was translated; its fingerprint is {english_of(shape)}"
                    hint = "have the translation checked, then write the fingerprint"
                    yield advice.source.problem((*path, "of"), message, "TXT007", hint=hint)
                elif (len(other.lines), len(other.emergency)) != (len(shape.lines), len(shape.emergency)):
                    message = "the translation has another number of lines than the English"
                    yield advice.source.problem(path, message, "TXT007", key=True, hint="translate line by line")


def english_of(shape: AdviceShape) -> str:
    """Eight characters that stand for the English text of a piece of advice."""
    text = "\n".join((shape.title, *shape.lines, "", *shape.emergency))
    return hashlib.sha256(text.encode()).hexdigest()[:8]


@rule(
    "TXT008",
    "answers-out-of-order",
    "warning",
    bad="""
steps:
  - use: opening
  - id: sore
    ask: How sore is it?
    answers: {mild: {label: A little, go: home}, worst: {label: Very, go: ambulance}, medium: {label: Rather,
      go: hospital}, not known: hospital}
""",
    good="""
steps:
  - use: opening
  - id: sore
    ask: How sore is it?
    answers: {mild: {label: A little, go: home}, medium: {label: Rather, go: hospital}, worst: {label: Very,
      go: ambulance}, not known: hospital}
""",
)
def _out_of_order(context: Context) -> Iterator[Problem]:
    """The answers of a scale (mild, moderate, severe; never, sometimes, always; or ranges of numbers) do not stand from
    the least to the most, or from the most to the least, so that the eye picks the wrong one.
    """
    for loaded in context.step_files():
        for number, step in enumerate(loaded.model.steps):
            if isinstance(step, Question):
                ranks = [rank for key, value in step.answers.items() if (rank := _rank(key, value)) is not None]
                for scale in {scale for scale, _ in ranks}:
                    own = [place for other, place in ranks if other == scale]
                    if len(own) >= 3 and own not in (sorted(own), sorted(own, reverse=True)):
                        path = ("steps", number, "answers")
                        message = "the answers of this scale do not go from the least to the most"
                        yield loaded.source.problem(path, message, "TXT008", key=True, hint="put them in order")


_SCALES: tuple[tuple[str, ...], ...] = (
    ("none", "a little", "rather", "very"),
    ("none", "mild", "moderate", "severe", "very severe"),
    ("mild", "medium", "worst"),
    ("never", "rarely", "sometimes", "often", "always"),
    ("better", "same", "worse"),
    ("low", "medium", "high"),
)


def _rank(key: str, value: object) -> tuple[str, float] | None:
    """The scale (of words, or the unit of a number) that an answer belongs to, and where on it; or None."""
    label = value.label if isinstance(value, ActionShape) and value.label else key.replace("_", " ")
    words = label.lower().strip()
    found = re.match(r"(?:(under|less than|over|more than) )?(\d+(?:\.\d+)?)(?: to \d+)?(?: ([a-z]+)|$)", words)
    if found is not None:
        shift = {"under": -0.5, "less than": -0.5, "over": 0.5, "more than": 0.5}.get(found[1] or "", 0.0)
        return (found[3] or "").removesuffix("s"), float(found[2]) + shift
    for scale in _SCALES:
        for word in (words, key.replace("_", " ")):
            if word in scale:
                return " ".join(scale), float(scale.index(word))
    return None


@rule(
    "TXT009",
    "too-long",
    "warning",
    bad="""
steps:
  - use: opening
  - id: bone
    ask: Can you see bone?
    short: Whether a bone can be seen anywhere on the arm
    answers: {yes: ambulance, no: home, not known: ambulance}
""",
    good="""
steps:
  - use: opening
  - id: bone
    ask: Can you see bone?
    short: Bone to be seen
    answers: {yes: ambulance, no: home, not known: ambulance}
""",
)
def _too_long(context: Context) -> Iterator[Problem]:
    """A text takes more lines than a terminal of 80 columns and 24 rows has for it: half a line for `short`, one for a
    title, two for an answer or a line of advice, three for a question, four for a reason, five for words
    to say, six for `why`.
    """
    for source, path, kind, text in _texts_with_limits(context):
        most = round(LINES[kind] * WIDTH)
        if columns(text) > most:
            message = f"{columns(text)} columns; a screen of 80 columns has room for {most} here"
            yield source.problem(path, message, "TXT009", hint="shorten it")


def _texts_with_limits(context: Context) -> Iterator[tuple[Source, Path_, str, str]]:
    for wording in wordings(context):
        yield wording.source, wording.path, wording.kind, wording.text
    for loaded in context.step_files():
        for number, step in enumerate(loaded.model.steps):
            path: Path_ = ("steps", number)
            if isinstance(step, Step) and step.short is not None:
                yield loaded.source, (*path, "short"), "short", step.short
            for key in ("answers", "checklist"):
                for name, value in getattr(step, key, {}).items():
                    label = value.label if isinstance(value, ActionShape) else value if key == "checklist" else None
                    if label is not None:
                        where = (*path, key, name, "label") if isinstance(value, ActionShape) else (*path, key, name)
                        yield loaded.source, where, "label", label
        for name, outcome in loaded.model.outcomes.items():
            yield loaded.source, ("outcomes", name, "title"), "title", outcome.title
            yield loaded.source, ("outcomes", name, "because"), "because", outcome.because


def _yes_no_questions(context: Context) -> Iterator[tuple[Source, Path_, Question]]:
    for loaded in context.step_files():
        for number, step in enumerate(loaded.model.steps):
            if isinstance(step, Question) and set(step.answers) >= _YES_NO:
                yield loaded.source, ("steps", number), step


def _questions_of(source: Source, path: Path_, step: Question) -> Iterator[Wording]:
    """The wordings of a question that are asked."""
    for key in ("ask", "look"):
        text = getattr(step, key)
        if text is not None:
            yield Wording(source, (*path, key), text, "user", key)
