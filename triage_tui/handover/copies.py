"""The copies of a summary by name."""

from __future__ import annotations

from collections.abc import Callable

from triage_tui.handover.briefs import atmister, sbar
from triage_tui.handover.document import Document
from triage_tui.handover.model import Summary
from triage_tui.handover.patient import patient
from triage_tui.handover.professional import professional

COPIES: dict[str, Callable[[Summary], Document]] = {
    "professional": professional,
    "patient": patient,
    "sbar": sbar,
    "atmister": atmister,
}
