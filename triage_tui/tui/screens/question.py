"""The question: taking its answer, changing an earlier one, and what else can be done at it."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.widgets import Input

from triage_tui.errors import AnswerError
from triage_tui.record.encounter import Kind as Event
from triage_tui.tui.keys import CALL_KEYS, SCROLL_KEYS
from triage_tui.tui.screens.base import app_of, call_of
from triage_tui.tui.screens.step import StepScreen
from triage_tui.tui.widgets.choices import Choices
from triage_tui.tui.widgets.observations import ObservationForm
from triage_tui.walk.engine import change, path
from triage_tui.walk.outlook import interim_disposition
from triage_tui.walk.plan import NOT_KNOWN, Kind, Value
from triage_tui.walk.voice import shown_value


class QuestionScreen(StepScreen):
    """One question at a time; the same screen all the way."""

    HELP = "u or F3 answers not known. Keys that are letters work when you are not typing words."
    BINDINGS: ClassVar[list[BindingType]] = [*CALL_KEYS, ("escape", "escape", "Leave a change as it was"), *SCROLL_KEYS]

    async def on_choices_chosen(self, event: Choices.Chosen) -> None:
        """Answer with one line; none of these and not known do not wipe out what is ticked."""
        event.stop()
        if not app_of(self).steady(event.at, self.shown_at):
            return
        if self._still_ticked(event.choice.label):
            return
        value: Value = () if event.choice.id == "none" and self.step.kind == Kind.CHECKLIST else event.choice.id
        await self._take(value)

    def _still_ticked(self, instead: str) -> bool:
        """Whether lines are ticked that another answer would wipe out; says so."""
        ticked = self.step.kind == Kind.CHECKLIST and bool(self.query_one(Choices).ticked)
        if ticked:
            self._error(f'Something is ticked: Enter confirms it. Untick it first for "{instead}".')
        return ticked

    async def on_choices_confirmed(self, event: Choices.Confirmed) -> None:
        """Answer with the ticked lines; none ticked needs its own key."""
        event.stop()
        if not app_of(self).steady(event.at, self.shown_at):
            return
        if not event.ticked:
            self._error("Nothing is ticked. Press 0 for none of these, or u for not known.")
            return
        await self._take(event.ticked)

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with what was typed."""
        event.stop()
        if not app_of(self).steady(event.time, self.shown_at):
            return
        text = event.value.strip()
        if self.step.kind == Kind.NUMBER and not text:
            self._error("Type a number, or F3 for not known.")
            return
        if not text and self.step.needed:
            self._error("This is needed. Type it, or F3 for not known.")
            return
        if text and self.step.text_kind == "area" and not self._placed(text):
            return
        await self._take(text or NOT_KNOWN)

    def _placed(self, text: str) -> bool:
        """Whether the directory knows the place; otherwise say so and offer its areas."""
        from triage_tui.directory.place import areas_like, resolve_place
        from triage_tui.tui.screens.dialogs import ListDialog

        app = app_of(self)
        directory = app.desk.library_of(call_of(self)).directory
        place = resolve_place(directory, text)
        if place.area is not None:
            return True
        areas = [(area.name, area.name) for area in areas_like(directory, text)]
        dialog = ListDialog("Which area?", areas, note=place.phrase)
        app.push_screen(dialog, self._area_chosen)
        return False

    def _area_chosen(self, area: str | None) -> None:
        if area is not None:
            self.run_worker(self._take(area))

    async def on_observation_form_submitted(self, event: ObservationForm.Submitted) -> None:
        """Answer with a set of observations."""
        event.stop()
        if not app_of(self).steady(event.time, self.shown_at):
            return
        if event.confirm:
            await self._confirm_clinician(event)
            return
        await self._take(event.values)

    async def _confirm_clinician(self, event: ObservationForm.Submitted) -> None:
        from triage_tui.tui.screens.dialogs import ConfirmDialog

        app = app_of(self)
        role = app.desk.pack.role(app.desk.role)
        if role is None or not role.clinician:
            self._error(f"{event.confirm} can only be chosen by a clinician.")
            return
        words = f"{event.confirm}\n\nUse it only when a clinician has recorded the reason for it. Is that so?"
        dialog = ConfirmDialog("A clinician confirms", words, yes="Yes, it is recorded", no="No, go back")
        app.push_screen(dialog, partial(self._confirmed, event.values))

    def _confirmed(self, values: dict[str, str], yes: bool | None) -> None:
        if yes:
            self.run_worker(self._take(values))

    async def _take(self, value: Value) -> None:
        """Record an answer; the next question shows once it is durable."""
        if self.saving:
            return
        self.saving = True
        try:
            if self.changing is not None:
                await self._change(self.changing, value)
            elif await app_of(self).record(Event.ANSWERED, step=self.step.id, value=value):
                await self._after()
        except AnswerError as error:
            self._error(f"{error.message}. {error.hint}".rstrip(". ") + ".")
        finally:
            self.saving = False

    async def _change(self, step: int, value: Value) -> None:
        from triage_tui.tui.screens.dialogs import ConfirmDialog

        call = call_of(self)
        result = change(call.plan, call.state, step, value)
        if not result.dropped:
            await self._record_change(value)
            return
        lines = [
            f"- {call.plan.steps[number].short}: {shown_value(call.plan, call.plan.steps[number], old)}"
            for number, old in result.dropped
        ]
        words = "These later answers would no longer count:\n" + "\n".join(lines)
        dialog = ConfirmDialog("Change this answer?", words, yes="Yes, change it", no="No, leave it")
        app_of(self).push_screen(dialog, partial(self._change_confirmed, value))

    def _change_confirmed(self, value: Value, yes: bool | None) -> None:
        if yes:
            self.run_worker(self._record_change(value))
        else:
            self.action_escape()

    async def _record_change(self, value: Value) -> None:
        if await app_of(self).record(Event.CHANGED, step=self.step.id, value=value):
            self.changing = None
            await self._after()

    async def _after(self) -> None:
        """Show the next question, or the outcome."""
        if call_of(self).state.finished:
            app_of(self).show_call()
        else:
            await self._render_step()

    def on_key(self, event: events.Key) -> None:
        """Say so when a key is no answer here."""
        if event.is_printable and event.key not in self.active_bindings and self.query_one(Choices).has_focus:
            self._error(f"{event.character} is no answer here.")

    async def action_not_known(self) -> None:
        """Answer not known."""
        _, pressed_at = app_of(self).pressed
        if self.step.kind == Kind.INSTRUCTION or not app_of(self).steady(pressed_at, self.shown_at):
            return
        if any(form.has_values for form in self.query(ObservationForm)):
            self._error("Values are typed. Enter in the last row keeps them, the others as not measured.")
            return
        if not self._still_ticked("Not known"):
            await self._take(NOT_KNOWN)

    def action_why(self) -> None:
        """Say why this is asked, and on what evidence."""
        from triage_tui.tui.screens.dialogs import MessageDialog

        plan, step = call_of(self).plan, self.step
        named = dict(plan.sources)
        lines = [step.why or "The pathway gives no reason for this question."]
        lines += [f"Source: {named.get(key, key)}" for key in step.sources]
        lines.append(f"Where it is written: {step.file}, line {step.line}")
        app_of(self).push_screen(MessageDialog(step.short, "\n".join(lines)))

    async def action_back(self) -> None:
        """Take back the last answer."""
        if self.changing is not None:
            self.action_escape()
        elif call_of(self).state.before is None:
            self._error("This is the first question.")
        else:
            await self._go_back(path(call_of(self).state)[-1].value)

    async def _go_back(self, answer: Value) -> None:
        """Take the last answer back; it stands ready to be given again."""
        if await app_of(self).record(Event.WENT_BACK):
            self.taken_back = answer
            await self._render_step()
            self.taken_back = None

    def action_answers(self) -> None:
        """See the answers so far; choose one to change it."""
        from triage_tui.tui.screens.answers import AnswersScreen

        app_of(self).push_screen(AnswersScreen(), self._jump)

    def _jump(self, step: int | None) -> None:
        if step is not None:
            self.change_step(step)
        elif call_of(self).emergency is not None:
            app_of(self).show_call()

    def action_escape(self) -> None:
        """Leave a change as it was."""
        if self.changing is None:
            return
        self.changing = None
        call = call_of(self)
        if call.state.finished or call.status in ("cut_off", "closed"):
            app_of(self).show_call()
        else:
            self.call_later(self._render_step)

    def action_dropped(self) -> None:
        """The line dropped: keep the safe interim outcome."""
        from triage_tui.tui.screens.dialogs import ConfirmDialog

        call = call_of(self)
        disposition = call.plan.dispositions[interim_disposition(call.plan, call.state)]
        words = f"The call will be kept with the safe interim outcome:\n\n{disposition.symbol} {disposition.label}"
        app_of(self).push_screen(ConfirmDialog("Did the line drop?", words, yes="Yes, it dropped"), self._dropped)

    def _dropped(self, yes: bool | None) -> None:
        if yes:
            self.run_worker(self._record_dropped())

    async def _record_dropped(self) -> None:
        call = call_of(self)
        disposition = call.plan.dispositions[interim_disposition(call.plan, call.state)].id
        if await app_of(self).record(Event.CUT_OFF, disposition=disposition):
            app_of(self).show_call()

    def action_pathway(self) -> None:
        """Go on in another pathway with what is known."""
        self.choose_pathway()
