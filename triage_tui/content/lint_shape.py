"""The shape of `lint`: findings that the owner of a file accepts, each with a reason and an end."""

from __future__ import annotations

from triage_tui.content.shape import Day, Ident, Shape, Text


class AllowShape(Shape):
    """One finding that is accepted: its rule, why, until when, by whom, and where (a step, an outcome, a service)."""

    rule: Text
    reason: Text | None = None
    until: Day | None = None
    by: Text | None = None
    at: Ident | None = None


class LintShape(Shape):
    """What `triage check` is told about a file."""

    allow: tuple[AllowShape, ...] = ()
