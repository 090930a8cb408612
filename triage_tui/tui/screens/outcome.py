"""The outcome: how urgent, why, which service, what to say."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from triage_tui.directory.request import Found, Mark
from triage_tui.record.encounter import Kind as Event
from triage_tui.record.outcome import may_override
from triage_tui.tui.keys import NOTE, SCROLL_KEYS
from triage_tui.tui.literal import Literal
from triage_tui.tui.modes import MODE_WORDS
from triage_tui.tui.screens import outcome_words
from triage_tui.tui.screens.base import app_of, call_of
from triage_tui.tui.screens.outcome_services import OutcomeServices
from triage_tui.tui.widgets.choices import Choice, Choices
from triage_tui.tui.widgets.status import elapsed
from triage_tui.walk.conclude import Conclusion

SHOWN_BESIDE = 3
"""Services shown after the recommended one; the rest are on a key."""


class OutcomeScreen(OutcomeServices):
    """What the call ends in."""

    HELP = "Advice: its key ticks it as given. Anyone may make it more urgent; only a clinician may make it less."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "reject", "Service not usable: say why, see the next", key_display="r"),
        Binding("i", "about", "All about the recommended service; mark it full or closed", key_display="i"),
        Binding("x", "excluded", "Other services; those left out, and why", key_display="x"),
        Binding("l", "directory", "Look through the services", key_display="l"),
        Binding("v", "urgency", "Change the urgency, with a reason", key_display="v"),
        Binding("d", "details", "Details for the summary", key_display="d"),
        Binding("s", "summary", "See, print or save the summary", key_display="s"),
        Binding("c", "close", "Close the call", key_display="c"),
        Binding("b,f6", "back", "Back to the questions", key_display="b"),
        Binding("f7,j", "answers", "See and change answers", key_display="F7"),
        Binding("f8,p", "park", "Park this call", key_display="F8"),
        Binding("f10,o", "continue_in", "Go on in another pathway", key_display="F10"),
        NOTE,
        *SCROLL_KEYS,
    ]

    def __init__(self) -> None:
        super().__init__()
        self.marks: Mapping[str, Mark] = {}

    def compose(self) -> ComposeResult:
        """Top line, headline, services, advice, keys."""
        yield Literal("", classes="status", id="where")
        with VerticalScroll(classes="body", can_focus=False):
            yield Literal("", classes="banner", id="headline")
            yield Literal("", classes="quiet", id="reasons")
            yield Literal("", classes="heading", id="call-first")
            yield Literal("", classes="heading", id="service-heading")
            yield Literal("", classes="quiet", id="service")
            yield Literal("", classes="quiet", id="others")
            yield Literal("", classes="heading", id="advice-heading")
            yield Choices(several=True, id="advice")
            yield Literal("", classes="heading", id="worsening-heading")
            yield Literal("", classes="quiet", id="worsening")
            yield Literal("", classes="heading", id="decided-heading")
            yield Literal("", classes="quiet", id="decided")
        yield Literal("", classes="keys", id="keys")

    async def on_mount(self) -> None:
        """Show the outcome."""
        self.show_call()
        self.set_interval(1.0, self._tick)

    def on_screen_resume(self) -> None:
        """Recommend again when a service was marked meanwhile."""
        app = app_of(self)
        if self.found is not None and app.call is not None and app.desk.marks() != self.marks:
            self.show_call()

    def show_call(self) -> None:
        """Show the open call's outcome as it stands."""
        app = app_of(self)
        call = call_of(self)
        found = app.desk.conclusion(call)
        if found is None:
            app.show_call()
            return
        self.conclusion = found
        self.found = app.desk.services(call, found)
        self.marks = app.desk.marks()
        pack = app.desk.library_of(call).pack
        self._tick()
        self.query_one("#headline", Literal).show(outcome_words.headline(found))
        self.query_one("#reasons", Literal).show(outcome_words.reasons(found, call, pack))
        self.query_one("#call-first", Literal).show("\n".join(self._call_first()))
        self._services(self.found)
        self._advice(found)
        lines = outcome_words.worsening_lines(found, pack)
        self.query_one("#worsening-heading", Literal).show("Worsening advice: say it, every time")
        self.query_one("#worsening", Literal).show("\n".join(lines))
        decided = outcome_words.decided(call)
        self.query_one("#decided-heading", Literal).show("How the questions ended" if decided else "")
        self.query_one("#decided", Literal).show(decided)
        onward = "F10 go on  " if found.continue_in else ""
        self.show_keys(
            "1-9 advice  r reject  i about  x others  l look",
            f"v urgency  b back  d details  s summary  c close  F8 park  {onward}F1 keys",
        )
        self.query_one("#advice", Choices).focus()
        self.query_one(".body", VerticalScroll).scroll_home(animate=False)

    @property
    def noted_with(self) -> tuple[str, str]:
        """The outcome, which is no step."""
        return "outcome", "Kept with the outcome"

    def _tick(self) -> None:
        app = app_of(self)
        if app.call is not None:
            short = app.call.plan.title.split(" (")[0]
            time = elapsed(app.call, app.desk.clock.now())
            words = f"{time}  {short} > outcome   {MODE_WORDS[app.call.mode]}   {app.call.id}"
            for where in self.query("#where").results(Literal):  # none any more once the screen is being closed
                where.show(words)

    def _services(self, found: Found) -> None:
        call = call_of(self)
        pack = app_of(self).desk.library_of(call).pack
        first, *rest = found.offered
        heading = "Recommended service" if not found.catch_all else "No service of that kind: nearest that can help"
        self.query_one("#service-heading", Literal).show(heading)
        self.query_one("#service", Literal).show(outcome_words.service(first))
        lines = outcome_words.rejected_words(call, pack, found)
        lines += [f"Or: {outcome_words.service_line(match)}" for match in rest[:SHOWN_BESIDE]]
        if len(rest) > SHOWN_BESIDE:
            lines.append(f"Or {len(rest) - SHOWN_BESIDE} more: x")
        lines += list(found.notes)
        lines += outcome_words.adjunct_lines(self.conclusion, pack)
        self.query_one("#others", Literal).show("\n".join(lines))

    def _call_first(self) -> list[str]:
        """Professional lines to ring before conveying, for those who may."""
        app, call = app_of(self), call_of(self)
        assert self.conclusion is not None
        if not self.conclusion.call_first:
            return []
        found = app.desk.professional_lines(call, self.conclusion)
        if found is None:
            return []
        heading = "CALL BEFORE YOU CONVEY:" if call.mode == "on_scene" else "RING FIRST:"
        return [heading, *(f"  {outcome_words.line_to_ring(match)}" for match in found.offered)]

    def _advice(self, found: Conclusion) -> None:
        call = call_of(self)
        pack = app_of(self).desk.library_of(call).pack
        items = [pack.advice[name] for name in found.advice if name in pack.advice]
        shown = [
            Choice(item.id, f"{item.title}: {' '.join(item.lines)}", (str(number),) if number <= 9 else ())
            for number, item in enumerate(items, 1)
        ]
        advice = self.query_one("#advice", Choices)
        advice.show(shown, several=True, ticked=[item.id for item in items if item.id in call.advised])
        self.query_one("#advice-heading", Literal).show("Advice to give (its key ticks it as given)" if items else "")

    async def on_choices_ticked(self, event: Choices.Ticked) -> None:
        """Record advice as given, or as not given after all."""
        event.stop()
        if not await app_of(self).record(Event.ADVISED, item=event.choice.id, given=event.ticked):
            self.show_call()

    def on_choices_confirmed(self, event: Choices.Confirmed) -> None:
        """Enter does nothing here: ticks are kept as they are set."""
        event.stop()

    def action_urgency(self) -> None:
        """Choose another disposition."""
        from triage_tui.tui.screens.dialogs import ListDialog

        app, call = app_of(self), call_of(self)
        pack = app.desk.library_of(call).pack
        assert self.conclusion is not None
        now = self.conclusion.disposition
        allowed = [
            (item.id, f"{item.symbol} {item.label}")
            for item in pack.dispositions
            if item.id != now.id and may_override(call, pack, item.id, app.desk.role)
        ]
        note = f"Now: {now.symbol} {now.label}. Anyone may make it more urgent; less urgent needs a clinician role."
        app.push_screen(ListDialog("Change the urgency to", allowed, note=note), self._urgency_chosen)

    def _urgency_chosen(self, disposition: str | None) -> None:
        from triage_tui.tui.screens.dialogs import TextDialog

        if disposition is None or self.conclusion is None:
            return
        pack = app_of(self).desk.library_of(call_of(self)).pack
        raised = pack.disposition(disposition).rank < self.conclusion.disposition.rank
        note = "It is kept, and printed on the summary."
        dialog = TextDialog("Why? A reason is needed", note=note, needed=True)
        app_of(self).push_screen(dialog, partial(self._urgency_because, disposition, raised))

    def _urgency_because(self, disposition: str, raised: bool, reason: str | None) -> None:
        if reason:
            self.run_worker(self._record(Event.OVERRODE, disposition=disposition, reason=reason, raised=raised))

    def action_details(self) -> None:
        """Fill in what the summary asks for."""
        from triage_tui.tui.screens.details import DetailsScreen

        app_of(self).push_screen(DetailsScreen())

    def action_summary(self) -> None:
        """See the summary."""
        from triage_tui.tui.screens.summary import SummaryScreen

        app_of(self).push_screen(SummaryScreen())

    def action_close(self) -> None:
        """Close the call."""
        from triage_tui.tui.screens.dialogs import ConfirmDialog

        call = call_of(self)
        words = (
            ""
            if call.advised or not self.conclusion or not self.conclusion.advice
            else "No advice is ticked as given.\n"
        )
        dialog = ConfirmDialog(
            "Close this call?", f"{words}It stays in the record; the summary can still be printed.", yes="Yes, close it"
        )
        app_of(self).push_screen(dialog, self._close_answered)

    def _close_answered(self, yes: bool | None) -> None:
        if yes:
            self.run_worker(self._record_closed())

    async def _record_closed(self) -> None:
        assert self.found is not None
        if await app_of(self).record(Event.CLOSED, service=self.found.offered[0].service.id):
            app_of(self).go_home()

    async def action_back(self) -> None:
        """Go back to the questions; an emergency stands."""
        from triage_tui.tui.screens.question import QuestionScreen

        app, call = app_of(self), call_of(self)
        if call.emergency is not None and not call.state.finished:
            app.pop_screen()
            if not isinstance(app.screen, QuestionScreen):
                app.push_screen(QuestionScreen())
            else:
                app.screen.show_call()
            return
        kind = Event.RESUMED if call.status in ("cut_off", "closed") else Event.WENT_BACK
        if await app.record(kind):
            app.show_call()

    def action_answers(self) -> None:
        """See the answers; choose one to change it."""
        from triage_tui.tui.screens.answers import AnswersScreen

        app_of(self).push_screen(AnswersScreen(), self._jump)

    def _jump(self, step: int | None) -> None:
        from triage_tui.tui.screens.question import QuestionScreen

        if step is None:
            return
        app = app_of(self)
        app.pop_screen()
        if not isinstance(app.screen, QuestionScreen):
            app.push_screen(QuestionScreen(step))
        else:
            app.screen.change_step(step)

    def action_continue_in(self) -> None:
        """Go on in the pathway the outcome names, or in another."""
        assert self.conclusion is not None
        self.choose_pathway(self.conclusion.continue_in)
