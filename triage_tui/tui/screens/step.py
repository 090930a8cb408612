"""A step on the screen: the words, the answers, and what stands above them."""

from __future__ import annotations

import asyncio

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from triage_tui.tui.literal import Literal
from triage_tui.tui.screens.base import app_of, call_of
from triage_tui.tui.screens.open_call import OpenCallScreen
from triage_tui.tui.widgets.choices import Choice, Choices, numbered
from triage_tui.tui.widgets.observations import ObservationForm
from triage_tui.tui.widgets.status import StatusBar
from triage_tui.tui.widgets.words import WordInput
from triage_tui.walk.field_words import first_set
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


class StepScreen(OpenCallScreen):
    """Shows the step the call is at, or an earlier one whose answer is being changed."""

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
