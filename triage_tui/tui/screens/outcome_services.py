"""The services of an outcome: not using the one that is recommended, seeing others, and all about one."""

from __future__ import annotations

from functools import partial

from triage_tui.directory.model import AMBULANCE
from triage_tui.directory.request import Found
from triage_tui.record.encounter import Kind as Event
from triage_tui.record.encounter import Rejected
from triage_tui.tui.screens import outcome_words
from triage_tui.tui.screens.base import app_of, call_of
from triage_tui.tui.screens.open_call import OpenCallScreen
from triage_tui.walk.conclude import Conclusion
from triage_tui.walk.plan import NOT_KNOWN

AGAIN = "again:"
"""Before the id of a service that is to be offered again after all."""


class OutcomeServices(OpenCallScreen):
    """An outcome and the services that were found for it."""

    def __init__(self) -> None:
        super().__init__()
        self.conclusion: Conclusion | None = None
        self.found: Found | None = None

    def show_call(self) -> None:
        """Show the open call's outcome as it stands."""
        raise NotImplementedError

    def action_reject(self) -> None:
        """Say why the recommended service is not used."""
        from triage_tui.tui.screens.dialogs import ListDialog

        app = app_of(self)
        pack = app.desk.library_of(call_of(self)).pack
        role = pack.role(app.desk.role)
        reasons = [
            (reason.id, reason.label)
            for reason in pack.reject_reasons
            if not reason.clinician or (role and role.clinician)
        ]
        assert self.found is not None
        again = [(f"{AGAIN}{item.service}", f"Offer {self._name_of(item.service)} again") for item in self._not_used()]
        first = self.found.offered[0].service
        note = "" if first.type == AMBULANCE else "Full or closed for everybody? Escape, i and m mark it for the shift."
        dialog = ListDialog(f"Why not {first.name}?", reasons + again, note=note)
        app.push_screen(dialog, self._rejected)

    def _not_used(self) -> tuple[Rejected, ...]:
        """The services that were not used, each once, the last first."""
        return tuple({item.service: item for item in reversed(call_of(self).rejected)}.values())

    def _name_of(self, service: str) -> str:
        assert self.found is not None
        return next((item.service.name for item in self.found.excluded if item.service.id == service), service)

    def _rejected(self, reason: str | None) -> None:
        from triage_tui.tui.screens.dialogs import TextDialog

        if reason is None:
            return
        if reason.startswith(AGAIN):
            self.run_worker(self._record(Event.RECONSIDERED, service=reason.removeprefix(AGAIN)))
            return
        pack = app_of(self).desk.library_of(call_of(self)).pack
        if any(item.id == reason and item.comment for item in pack.reject_reasons):
            dialog = TextDialog("In a few words", needed=True)
            app_of(self).push_screen(dialog, partial(self._rejected_because, reason))
        else:
            self._rejected_because(reason, "")

    def _rejected_because(self, reason: str, comment: str | None) -> None:
        if comment is not None and self.found is not None:
            service = self.found.offered[0].service.id
            self.run_worker(self._record(Event.REJECTED, service=service, reason=reason, comment=comment))

    async def _record(self, kind: Event, **payload: object) -> None:
        if await app_of(self).record(kind, **payload):
            self.show_call()

    def action_about(self) -> None:
        """All about the recommended service."""
        assert self.found is not None
        self._show_service(self.found.offered[0].service.id)

    def _show_service(self, service: str | None) -> None:
        from triage_tui.tui.screens.service import ServiceScreen

        if service is not None:
            app_of(self).push_screen(ServiceScreen(service, self._place()))

    def _place(self) -> str:
        """Where the patient is, as it was typed."""
        area = call_of(self).answers.get("area")
        return area if isinstance(area, str) and area != NOT_KNOWN else ""

    def action_excluded(self) -> None:
        """Show the services after the first, and those that were left out and why; choose one to see all about it."""
        from triage_tui.tui.screens.dialogs import ListDialog, MessageDialog

        assert self.found is not None
        title = "Other services, and those left out"
        lines = [(match.service.id, f"Or: {outcome_words.service_line(match)}") for match in self.found.offered[1:]]
        lines += [(item.service.id, f"Left out: {item.service.name}: {item.why}") for item in self.found.excluded]
        if lines:
            dialog = ListDialog(title, lines, note="Enter: all about it", keys=False)
            app_of(self).push_screen(dialog, self._show_service)
        else:
            app_of(self).push_screen(MessageDialog(title, "There is no other, and nothing was left out."))

    def action_directory(self) -> None:
        """Look through the services, beginning with those of the kinds that are needed here."""
        from triage_tui.tui.screens.directory import DirectoryScreen

        assert self.conclusion is not None
        app_of(self).push_screen(DirectoryScreen(kinds=self.conclusion.needs.service, area=self._place()))
