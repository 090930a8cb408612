"""The question: the words, the answers, and what stands above them."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input

from triage_tui.errors import AnswerError
from triage_tui.record.encounter import Kind as Event
from triage_tui.tui.keys import CALL_KEYS, SCROLL_KEYS
from triage_tui.tui.literal import Literal
from triage_tui.tui.screens.base import app_of, call_of
from triage_tui.tui.screens.open_call import OpenCallScreen
from triage_tui.tui.widgets.choices import Choice, Choices, numbered
from triage_tui.tui.widgets.observations import ObservationForm
from triage_tui.tui.widgets.status import StatusBar
from triage_tui.tui.widgets.words import WordInput
from triage_tui.walk.engine import change, path
from triage_tui.walk.field_words import first_set
from triage_tui.walk.outlook import interim_disposition
from triage_tui.walk.plan import NOT_KNOWN, Kind, Step, Value
from triage_tui.walk.quantity import describe
from triage_tui.walk.voice import say_words, shown_value, yes_and_no

HINTS = {
    Kind.CHOICE: "one key answers",
    Kind.CHECKLIST: "keys tick, Enter confirms, 0 none of these",
    Kind.INSTRUCTION: "1 or Enter when done",
    Kind.NUMBER: "type and Enter",
    Kind.TEXT: "type and Enter; empty goes on",
    Kind.MEASURE: "Enter next row; - not measured",
}


class QuestionScreen(OpenCallScreen):
    """One question at a time; the same screen all the way."""

    HELP = "u or F3 answers not known. Keys that are letters work when you are not typing words."
    BINDINGS: ClassVar[list[BindingType]] = [*CALL_KEYS, ("escape", "escape", "Leave a change as it was"), *SCROLL_KEYS]

    def __init__(self, changing: int | None = None) -> None:
        super().__init__()
        self.changing = changing
        self.shown_at = 0.0
        self.saving = False
        self.taken_back: Value | None = None
        self.rendering = asyncio.Lock()

    def compose(self) -> ComposeResult:
        """Status, question, answers, keys."""
        yield StatusBar(id="status")
        with VerticalScroll(classes="body", can_focus=False):
            yield Literal("", classes="banner", id="banner")
            yield Literal("", classes="question", id="ask")
            yield Literal("", classes="say", id="say")
            yield Choices(id="answers")
            yield WordInput(id="typed", max_length=2000)
            yield Literal("", classes="quiet", id="hint")
            yield Literal("", classes="error", id="error")
        yield Literal("", classes="keys", id="keys")

    async def on_mount(self) -> None:
        """Show the question and keep the time going."""
        self.query_one("#answers").add_class("answers")
        await self._render_step()
        self.set_interval(1.0, self._tick)

    def show_call(self) -> None:
        """Show the step the call is at now."""
        self.changing = None
        self.call_later(self._render_step)

    def begun(self) -> Value:
        """What is ticked, typed or pointed at and not yet given."""
        choices = self.query_one(Choices)
        for form in self.query(ObservationForm):
            return form.begun
        if not choices.display:
            return self.query_one(WordInput).value
        if self.step.kind == Kind.CHECKLIST:
            return tuple(choices.ticked)
        return choices.choices[choices.highlighted].id if choices.choices else NOT_KNOWN

    async def show_begun(self, step: str, value: Value) -> None:
        """Show a step with what was begun as its answer, if it is the step on the screen."""
        if self.step_number >= 0 and self.step.id == step:
            self.taken_back = value
            await self._render_step()
            self.taken_back = None

    def change_step(self, step: int) -> None:
        """Ask an earlier step again."""
        self.changing = step
        self.call_later(self._render_step)

    @property
    def step_number(self) -> int:
        """The step on the screen."""
        return call_of(self).state.at if self.changing is None else self.changing

    @property
    def step(self) -> Step:
        """The step on the screen."""
        return call_of(self).plan.steps[self.step_number]

    @property
    def noted_with(self) -> tuple[str, str]:
        """The step on the screen."""
        return self.step.id, f"Kept with: {self.step.short}"

    def _tick(self) -> None:
        app = app_of(self)
        if app.call is not None and not app.call.state.finished:
            for bar in self.query(StatusBar):  # none any more once the screen is being closed
                bar.show_time(app.call, app.desk.clock.now(), self._role(), self.step.short)

    def _role(self) -> str:
        desk = app_of(self).desk
        role = desk.pack.role(desk.role)
        return role.label if role else desk.role

    async def _render_step(self) -> None:
        async with self.rendering:
            if app_of(self).call is not None and self.step_number >= 0:
                await self._show_step(self.step)

    async def _show_step(self, step: Step) -> None:
        app, call = app_of(self), call_of(self)
        self.query_one(StatusBar).show(
            call, app.desk.library_of(call).tables, app.desk.clock.now(), self._role(), step.short
        )
        on_scene = call.mode == "on_scene"
        heading = step.look if on_scene and step.look else step.ask
        prefix = "DO NOW: " if step.kind == Kind.INSTRUCTION else ""
        self.query_one("#ask", Literal).show(prefix + heading)
        say = say_words(step, patient=call.patient_is_caller, on_scene=on_scene)
        self.query_one("#say", Literal).show(f"Say: {say}" if say else "")
        self._banner()
        self._error("")
        await self._answers(step)
        self._keys(step)
        self.query_one(".body", VerticalScroll).scroll_home(animate=False)
        self.saving = False
        self.shown_at = app.clock()

    def _banner(self) -> None:
        call = call_of(self)
        words = ""
        if self.changing is not None:
            now = shown_value(call.plan, self.step, call.answers.get(self.step.id, NOT_KNOWN))
            words = f"CHANGING an earlier answer, now: {now}.  Escape leaves it."
        elif call.emergency is not None:
            words = "Emergency stands. Questions can still be asked; F7 then shows the outcome again."
        self.query_one("#banner", Literal).show(words)

    async def _answers(self, step: Step) -> None:
        for form in self.query(ObservationForm):
            await form.remove()
        choices, typed, hint = self.query_one(Choices), self.query_one(WordInput), self.query_one("#hint", Literal)
        choices.display = step.kind in (Kind.CHOICE, Kind.CHECKLIST, Kind.INSTRUCTION)
        typed.display = step.kind in (Kind.NUMBER, Kind.TEXT)
        hint.show("")
        earlier = call_of(self).answers.get(step.id) if self.changing is not None else self.taken_back
        if choices.display:
            self._choices(step, choices, earlier)
            choices.focus()
        elif typed.display:
            typed.value = earlier if isinstance(earlier, str) and earlier != NOT_KNOWN else ""
            hint.show(describe(step.number) if step.number else step.hint)
            typed.focus()
        else:
            await self._form(step, earlier)

    def _choices(self, step: Step, choices: Choices, earlier: Value | None) -> None:
        if step.kind == Kind.CHECKLIST:
            ticked = earlier if isinstance(earlier, tuple) else ()
            shown = numbered([(option.id, option.label) for option in step.options])
            shown.append(Choice("none", "None of these", ("0",)))
            shown.append(Choice(NOT_KNOWN, "Not known", ("u",)))
            choices.show(shown, several=True, ticked=ticked, exclusive=("none", NOT_KNOWN))
            return
        letters = yes_and_no(step)
        shown = [
            Choice(choice.id, choice.label, (letters[choice.id], *choice.keys) if choice.id in letters else choice.keys)
            for choice in numbered([(option.id, option.label) for option in step.options])
        ]
        if step.kind == Kind.CHOICE:
            shown.append(Choice(NOT_KNOWN, "Not known", ("u",)))
        current = next((n for n, choice in enumerate(shown) if choice.id == earlier), 0)
        choices.show(shown, highlighted=current)

    async def _form(self, step: Step, earlier: Value | None) -> None:
        call = call_of(self)
        instrument = call.plan.instruments[step.instrument]
        first = first_set(call.answers, call.plan, step)
        known = dict(earlier) if isinstance(earlier, dict) else {}
        form = ObservationForm(instrument, first, known)
        await self.query_one(".body", VerticalScroll).mount(form, before=self.query_one("#hint"))
        self.query_one("#hint", Literal).show(
            "\n".join(text for text in (instrument.not_for, instrument.credit) if text)
        )
        form.focus_first()

    def _keys(self, step: Step) -> None:
        first = HINTS[Kind(step.kind)]
        unknown = "" if step.kind == Kind.INSTRUCTION else "F3 not known  "
        why = "F4 why  " if step.why else ""
        self.show_keys(first, f"{unknown}{why}F5 note  F6 back  F7 answers  F8 park  F1 keys")

    def _error(self, text: str) -> None:
        self.query_one("#error", Literal).show(text)

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
