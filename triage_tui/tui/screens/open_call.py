"""What can be done with the open call at any question and at its outcome: a note, parking it, another pathway."""

from __future__ import annotations

from triage_tui.record.encounter import Kind as Event
from triage_tui.tui.screens.base import CallScreen, app_of, call_of


class OpenCallScreen(CallScreen):
    """A question or the outcome."""

    @property
    def noted_with(self) -> tuple[str, str]:
        """The step that a note is kept with, and how the user is told of it."""
        raise NotImplementedError

    def action_note(self) -> None:
        """Write a note."""
        from triage_tui.tui.screens.dialogs import TextDialog

        app_of(self).push_screen(TextDialog("Note", note=self.noted_with[1]), self._noted)

    def _noted(self, text: str | None) -> None:
        if text:
            self.run_worker(app_of(self).record(Event.NOTED, step=self.noted_with[0], text=text))

    async def action_park(self) -> None:
        """Park the call and go Home."""
        if await app_of(self).record(Event.PARKED):
            app_of(self).go_home()

    def choose_pathway(self, first: str = "") -> None:
        """Go on in another pathway with what is known; one that is named comes first."""
        from triage_tui.tui.screens.dialogs import ListDialog

        others = [(item.id, item.title) for item in app_of(self).desk.other_pathways(call_of(self))]
        others.sort(key=lambda item: item[0] != first)
        note = "Answers that both pathways ask are carried over. The floor stands."
        app_of(self).push_screen(ListDialog("Go on in another pathway", others, note=note), self._switch)

    def _switch(self, pathway: str | None) -> None:
        if pathway is not None:
            self.run_worker(self._record_switch(pathway))

    async def _record_switch(self, pathway: str) -> None:
        if await app_of(self).record(Event.SWITCHED, pathway=pathway):
            app_of(self).show_call()
