"""A copy before it is text or a page: headed sections of rows, lists, words and grids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Row:
    """A label and what is said under it; `strong` stands out without colour."""

    label: str
    value: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """Labels beside their values."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list under a name of its own ("" none)."""

    items: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; `weights` are the columns' shares of the width."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    weights: tuple[int, ...]


Block: TypeAlias = Rows | Bullets | Words | Grid


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it; `boxed` sets it apart."""

    title: str
    blocks: tuple[Block, ...]
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """One copy. `identity` and `notice` stand at the head of every page; `large` asks for large print."""

    title: str
    reference: str
    identity: str
    notice: str
    sections: tuple[Section, ...]
    large: bool = False
