"""The shape of `lint`: findings that the owner of a file accepts, each with a reason and an end."""

from __future__ import annotations

from triage_tui.content.shape import Day, Ident, Shape, Text


class AllowShape(Shape):
    """One finding that is accepted: its rule, why, until when, by whom, and where (a step, an outcome, a service)."""

    rule: Text
    """The code of the rule, such as TXT001."""
    reason: Text | None = None
    """Why it is accepted. Needed."""
    until: Day | None = None
    """Until when, such as 2027-06-30. Needed."""
    by: Text | None = None
    """Who accepts it."""
    at: Ident | None = None
    """The step, outcome or service it is about (default: the whole file)."""


class LintShape(Shape):
    """What `triage check` is told about a file."""

    allow: tuple[AllowShape, ...] = ()
    """The findings that are accepted."""
