"""The keys every screen shares: one place, so that help and hints are never out of step."""

from __future__ import annotations

from textual.binding import Binding

EMERGENCY = Binding("f2,ctrl+e", "emergency", "Emergency", key_display="F2", priority=True, id="triage.emergency")
HELP = Binding("f1", "help", "Help", key_display="F1", priority=True, id="triage.help")

NOT_KNOWN = Binding("f3", "not_known", "Not known", key_display="F3", id="triage.not_known")
WHY = Binding("f4,w", "why", "Why this is asked", key_display="F4 or w", id="triage.why")
NOTE = Binding("f5,t", "note", "Write a note", key_display="F5 or t", id="triage.note")
BACK = Binding("f6,b", "back", "Back one answer", key_display="F6 or b", id="triage.back")
ANSWERS = Binding("f7,j", "answers", "See and change earlier answers", key_display="F7 or j", id="triage.answers")
PARK = Binding("f8,p", "park", "Park this call", key_display="F8 or p", id="triage.park")
DROPPED = Binding("f9", "dropped", "The line dropped", key_display="F9", id="triage.dropped")
PATHWAY = Binding("f10", "pathway", "Go on in another pathway", key_display="F10", id="triage.pathway")

SCROLL_KEYS = [
    Binding("pageup", "page(-1)", "Scroll up", key_display="PageUp"),
    Binding("pagedown", "page(1)", "Scroll down", key_display="PageDown"),
]

MAY_BE_HELD = frozenset(
    {"up", "down", "left", "right", "pageup", "pagedown", "home", "end", "tab", "shift+tab", "backspace", "delete"}
)
"""Keys whose repeats count: they move or erase, and answer nothing."""

CALL_KEYS = [NOT_KNOWN, WHY, NOTE, BACK, ANSWERS, PARK, DROPPED, PATHWAY]


def rows(bindings: list[Binding]) -> list[tuple[str, str]]:
    """Keys and what they do, for the help screen."""
    return [(binding.key_display or binding.key, binding.description) for binding in bindings]
