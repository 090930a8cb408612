"""The condition language: text in, a small tree out, with the place of every mistake.

expression := term ("or" term)*          term := factor ("and" factor)*
factor     := "not" factor | "surely" factor | "(" expression ")" | "count" "of" fact compare number
            | fact ("is" | "is not" | "in" | "not in" | "has") … | sum compare sum
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

Compare: TypeAlias = Literal["<", "<=", ">", ">=", "==", "!="]

NOT_KNOWN = "not known"
NOT_ASKED = "not asked"


@dataclass(frozen=True, slots=True)
class Name:
    """A fact by name, and how many characters into the text it stands."""

    name: str
    offset: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with an optional unit, such as 4 hours."""

    number: str
    unit: str
    offset: int


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two quantities joined by + - * or /."""

    operator: str
    left: Sum
    right: Sum


Sum: TypeAlias = Name | Quantity | Arithmetic


@dataclass(frozen=True, slots=True)
class IsOneOf:
    """The fact's answer is one of these values."""

    fact: Name
    values: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class IsKnown:
    """The fact was asked and has a value (`known`), or was asked at all (`asked`), or was asked and is not known."""

    fact: Name
    state: Literal["known", "asked", "not known"]


@dataclass(frozen=True, slots=True)
class Has:
    """The checklist has this item ticked."""

    fact: Name
    item: Name


@dataclass(frozen=True, slots=True)
class CountOf:
    """How many items of a checklist are ticked, compared with a number."""

    fact: Name
    compare: Compare
    number: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two quantities compared."""

    left: Sum
    compare: Compare
    right: Sum


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    inner: Condition


@dataclass(frozen=True, slots=True)
class Surely:
    """Certain, not only possible."""

    inner: Condition


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds."""

    parts: tuple[Condition, ...]


Condition: TypeAlias = IsOneOf | IsKnown | Has | CountOf | Comparison | Not | Surely | All | Either


class ConditionError(Exception):
    """What is wrong in a condition, how many characters into it, the rule broken, and what certainly was meant."""

    def __init__(self, message: str, offset: int, hint: str = "", code: str = "REF008", instead: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.hint = hint
        self.code = code
        self.instead = instead


_TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<word>[A-Za-z_][A-Za-z0-9_]*)|(?P<sign><=|>=|==|!=|[<>()\[\],+\-*/=]))"
)
_COMPARES = ("<", "<=", ">", ">=", "==", "!=")
_RESERVED = {"and", "or", "not", "is", "in", "has", "count", "of", "known", "asked", "none", "surely"}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    offset: int


@lru_cache(maxsize=16_384)
def parse_condition(text: str) -> Condition:
    """The tree of a condition; raises ConditionError."""
    parser = _Parser(text)
    found = parser.expression()
    parser.finish()
    return found


def parse_sum(text: str) -> Sum:
    """The tree of a derived fact such as `pulse / systolic`; raises ConditionError."""
    parser = _Parser(text)
    found = parser.sum()
    parser.finish()
    return found


def _says(token: _Token, word: str) -> bool:
    return token.text == word


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(self._split(text))
        self.index = 0
        self.depth = 0

    def _split(self, text: str) -> list[_Token]:
        found: list[_Token] = []
        position = 0
        while text[position:].strip():
            match = _TOKEN.match(text, position)
            if match is None:
                offset = position + len(text[position:]) - len(text[position:].lstrip())
                raise ConditionError(f'"{text[offset]}" has no meaning in a condition', offset)
            kind = str(match.lastgroup)
            found.append(_Token(kind, match[kind], match.start(kind)))
            position = match.end()
        if len(found) > 400:
            raise ConditionError("the condition is too long", 0, "split it into several branches")
        return found

    def peek(self, ahead: int = 0) -> _Token:
        place = self.index + ahead
        return self.tokens[place] if place < len(self.tokens) else _Token("end", "", len(self.text))

    def take(self) -> _Token:
        token = self.peek()
        self.index += 1
        return token

    def ahead(self, *words: str) -> bool:
        following = self.tokens[self.index : self.index + len(words)]
        return len(following) == len(words) and all(map(_says, following, words))

    def skip(self, *words: str) -> bool:
        if self.peek().text != words[0] or not self.ahead(*words):
            return False
        self.index += len(words)
        return True

    def wrong(self, expected: str, token: _Token | None = None) -> ConditionError:
        token = token or self.peek()
        found = f'"{token.text}"' if token.text else "the end"
        return ConditionError(f"expected {expected}, found {found}", token.offset)

    def finish(self) -> None:
        token = self.peek()
        if token.kind != "end":
            hint = 'use "is" or "==" to compare' if token.text == "=" else ""
            raise ConditionError(f'"{token.text}" does not fit here', token.offset, hint)

    def expression(self) -> Condition:
        self.depth += 1
        if self.depth > 40:
            raise ConditionError("parentheses are nested too deeply", self.peek().offset)
        parts = [self.term()]
        while self.skip("or"):
            parts.append(self.term())
        self.depth -= 1
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def term(self) -> Condition:
        parts = [self.factor()]
        while self.skip("and"):
            parts.append(self.factor())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def factor(self) -> Condition:
        if self.ahead("not"):
            self.take()
            if self.ahead("not"):
                raise self.wrong("a fact")
            return Not(self.factor())
        if self.skip("surely"):
            return Surely(self.factor())
        if self.skip("count", "of"):
            fact = self.name("a checklist")
            compare = self.compare()
            number = self.take()
            if number.kind != "number" or "." in number.text:
                raise self.wrong("a whole number", number)
            return CountOf(fact, compare, int(number.text))
        if self.ahead("("):
            mark = self.index
            self.take()
            try:
                inner = self.expression()
                if not self.skip(")"):
                    raise self.wrong('")"')
                if self.peek().text in _COMPARES or self.peek().text in ("+", "-", "*", "/"):
                    raise self.wrong("a condition")
                return inner
            except ConditionError:
                if not self._arithmetic_follows(mark):
                    raise
                self.index = mark
        return self.about()

    def _arithmetic_follows(self, mark: int) -> bool:
        depth = 0
        for place in range(mark, len(self.tokens)):
            text = self.tokens[place].text
            depth += (text == "(") - (text == ")")
            if depth == 0:
                following = self.tokens[place + 1].text if place + 1 < len(self.tokens) else ""
                return following in _COMPARES or following in ("+", "-", "*", "/")
        return False

    def about(self) -> Condition:
        token = self.peek()
        following = self.peek(1).text
        if token.kind == "word" and following in ("is", "in", "has", "not"):
            fact = self.name("a fact")
            if self.skip("is"):
                return self.is_value(fact)
            if self.skip("has"):
                return Has(fact, self.name("an item of the checklist"))
            opposite = self.skip("not")
            if not self.skip("in"):
                raise self.wrong('"in"')
            found = IsOneOf(fact, self.values())
            return Not(found) if opposite else found
        left = self.sum()
        compare = self.compare()
        return Comparison(left, compare, self.sum())

    def is_value(self, fact: Name) -> Condition:
        opposite = False
        if self.ahead("not") and self.peek(1).text not in ("known", "asked"):
            self.take()
            opposite = True
        found: Condition
        if self.skip("not", "known"):
            found = IsKnown(fact, "not known")
        elif self.skip("not", "asked"):
            found = Not(IsKnown(fact, "asked"))
        elif self.skip("known"):
            found = IsKnown(fact, "known")
        elif self.skip("asked"):
            found = IsKnown(fact, "asked")
        else:
            found = IsOneOf(fact, (self.value(),))
        return Not(found) if opposite else found

    def values(self) -> tuple[Name, ...]:
        if not self.skip("["):
            raise self.wrong("a list such as [yes, not known]")
        found = [self.value()]
        while self.skip(","):
            found.append(self.value())
        if not self.skip("]"):
            raise self.wrong('"," or "]"')
        return tuple(found)

    def value(self) -> Name:
        token = self.take()
        if token.text == "not" and self.skip("known"):
            return Name(NOT_KNOWN, token.offset)
        if token.kind not in ("word", "number") or token.text in ("and", "or", "not"):
            raise self.wrong("an answer", token)
        return Name(token.text, token.offset)

    def name(self, what: str) -> Name:
        token = self.take()
        if token.kind != "word" or token.text in _RESERVED:
            raise self.wrong(what, token)
        return Name(token.text, token.offset)

    def compare(self) -> Compare:
        token = self.take()
        for sign in _COMPARES:
            if token.text == sign:
                return sign  # type: ignore[return-value]
        raise self.wrong('"is", "in", "has" or a comparison such as ">="', token)

    def sum(self) -> Sum:
        left = self.product()
        while self.peek().text in ("+", "-"):
            operator = self.take().text
            left = Arithmetic(operator, left, self.product())
        return left

    def product(self) -> Sum:
        left = self.atom()
        while self.peek().text in ("*", "/"):
            operator = self.take().text
            left = Arithmetic(operator, left, self.atom())
        return left

    def atom(self) -> Sum:
        token = self.take()
        if token.kind == "number":
            unit = ""
            if self.peek().kind == "word" and self.peek().text not in _RESERVED:
                unit = self.take().text
            return Quantity(token.text, unit, token.offset)
        if token.text == "(":
            inner = self.sum()
            if not self.skip(")"):
                raise self.wrong('")"')
            return inner
        if token.kind == "word" and token.text not in _RESERVED:
            return Name(token.text, token.offset)
        raise self.wrong("a fact or a number", token)
