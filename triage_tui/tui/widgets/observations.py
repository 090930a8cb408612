"""The observations form: every value scored as it is typed."""

from __future__ import annotations

from contextlib import suppress

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input

from triage_tui.errors import AnswerError
from triage_tui.tui.literal import Literal, literal
from triage_tui.tui.screens.base import app_of
from triage_tui.tui.widgets.words import WordInput
from triage_tui.walk.field_words import choice_numbers, field_range, is_blank, read_typed, shown, total_words
from triage_tui.walk.plan import NOT_KNOWN, Field, Instrument
from triage_tui.walk.score import Score, score


class FieldInput(WordInput):
    """One row's input; keys typed in a burst go to the row they were meant for."""

    ENTER_REPEATS = True

    async def _on_key(self, event: events.Key) -> None:
        """Go down at once on Enter; hand on a key that arrives after the focus has moved."""
        focused = self.screen.focused
        if focused is not self and isinstance(focused, FieldInput):
            handed_on = events.Key(event.key, event.character)
            handed_on.time = event.time
            focused.post_message(handed_on)
        elif not self._enters(event):
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()

    def _enters(self, event: events.Key) -> bool:
        """Go down on Enter; where it submits, a repeated Enter is let go. False for a key that is to be typed."""
        form = self.query_ancestor(ObservationForm)
        repeated = form.repeats(event)
        rows = list(form.query(FieldInput))
        place = rows.index(self)
        if event.key != "enter":
            return False
        if place + 1 < len(rows) and not form.refused:
            self.screen.set_focus(rows[place + 1])
            return True
        return repeated


class ObservationForm(Vertical):
    """A row for each field; Enter goes down and, at the end, submits."""

    DEFAULT_CSS = "ObservationForm { height: auto; margin: 1 0 0 0; }"

    class Submitted(Message):
        """The set is complete, or what is missing is accepted."""

        def __init__(self, values: dict[str, str], confirm: str) -> None:
            super().__init__()
            self.values = values
            self.confirm = confirm

    def __init__(self, instrument: Instrument, first: dict[str, str] | None, known: dict[str, str]) -> None:
        super().__init__()
        self.instrument = instrument
        self.first = first
        self.known = known
        self.accepted: tuple[str, ...] | None = None
        self.refused = False
        self.pressed = ("", 0.0)

    def compose(self) -> ComposeResult:
        """Rows, then the total."""
        for place, field in enumerate(self.instrument.fields):
            with Horizontal(classes="row"):
                yield Literal(f"  {field.label}", classes="row-label", id=f"label-{place}")
                yield FieldInput(
                    self._known(place), classes="compact", compact=True, id=f"field-{place}", max_length=20
                )
                yield Literal("", classes="row-info", id=f"info-{place}")
        yield Literal("", classes="total", id="total")
        yield Literal("", classes="error", id="form-error")

    def _known(self, place: int) -> str:
        field = self.instrument.fields[place]
        value = self.known.get(field.id, "")
        for number, choice in zip(choice_numbers(self.instrument, place), field.choices, strict=False):
            if choice.id == value:
                return str(number)
        return "" if value == NOT_KNOWN else value

    def on_mount(self) -> None:
        """Score what is known already."""
        self.query_one("#form-error").display = False
        self._rescore()

    def focus_first(self) -> None:
        """Start at the first field that is empty."""
        inputs = list(self.query(WordInput))
        empty = [item for item in inputs if not item.value]
        for first in (empty or inputs)[:1]:
            first.focus()

    def repeats(self, event: events.Key) -> bool:
        """Whether a key is the one before it, again, sooner than fingers press it twice."""
        key, at = self.pressed
        self.pressed = (event.key, event.time)
        return event.key == key and event.time - at < app_of(self.screen).HELD_SECONDS

    def _input(self, place: int) -> WordInput:
        return self.query_one(f"#field-{place}", WordInput)

    def _typed(self, place: int) -> str:
        return self._input(place).value.strip()

    @property
    def has_values(self) -> bool:
        """Whether anything is typed in any row."""
        return any(not is_blank(field, self._typed(place)) for place, field in enumerate(self.instrument.fields))

    @property
    def begun(self) -> dict[str, str]:
        """The values that are typed so far and can be read."""
        values: dict[str, str] = {}
        for place, field in enumerate(self.instrument.fields):
            with suppress(AnswerError):
                values[field.id] = read_typed(self.instrument, place, self._typed(place))
        return {field: value for field, value in values.items() if value != NOT_KNOWN}

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Point at the row that is typed in."""
        for place, field in enumerate(self.instrument.fields):
            here = event.widget is self._input(place)
            label = self.query_one(f"#label-{place}", Literal)
            label.update(literal(f"{'> ' if here else '  '}{field.label}"))
            label.query_ancestor(".row").set_class(here, "here")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Score as it is typed."""
        event.stop()
        self.accepted = None
        self._rescore()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Submit at the last row."""
        event.stop()
        self.submit()

    def on_key(self, event: events.Key) -> None:
        """Move between rows with the arrows."""
        if event.key not in ("up", "down"):
            return
        inputs = list(self.query(WordInput))
        place = next((number for number, item in enumerate(inputs) if item.has_focus), None)
        if place is not None:
            inputs[(place + (1 if event.key == "down" else -1)) % len(inputs)].focus()
            event.stop()

    def submit(self) -> None:
        """Send the values; what cannot be read is pointed at, what is missing must be accepted first."""
        values = {}
        for place, field in enumerate(self.instrument.fields):
            try:
                values[field.id] = read_typed(self.instrument, place, self._typed(place))
            except AnswerError as error:
                self.refused = True
                self._input(place).focus()
                self._error(f"{error.message}. Put it right, then Enter.")
                return
        missing = tuple(
            field.label for field in self.instrument.fields if values[field.id] == NOT_KNOWN and not field.assumed
        )
        if missing and self.accepted != missing:
            self.accepted = missing
            self._error(f"Not measured: {', '.join(missing)}. Enter again to accept, or fill them in.")
            return
        self.post_message(self.Submitted(values, self._to_confirm(values)))

    def _to_confirm(self, values: dict[str, str]) -> str:
        for field in self.instrument.fields:
            for choice in field.choices:
                if choice.id == values[field.id] and choice.confirm:
                    return f"{field.label}: {choice.label}"
        return ""

    def _error(self, text: str) -> None:
        line = self.query_one("#form-error", Literal)
        line.show(text)
        self.call_after_refresh(line.scroll_visible, animate=False)

    def _rescore(self) -> None:
        values: dict[str, str] = {}
        for place, field in enumerate(self.instrument.fields):
            try:
                values[field.id] = read_typed(self.instrument, place, self._typed(place))
            except AnswerError:
                values[field.id] = NOT_KNOWN
                self._info(place, f"! {field_range(self.instrument, place)}")
        result = score(self.instrument, values)
        for place, field in enumerate(self.instrument.fields):
            if values[field.id] != NOT_KNOWN or is_blank(field, self._typed(place)):
                self._info(place, self._row_words(place, field, values, result))
        self.query_one("#total", Literal).show(total_words(self.instrument, result))
        self.query_one("#form-error", Literal).show("")

    def _info(self, place: int, text: str) -> None:
        self.query_one(f"#info-{place}", Literal).update(literal(text))

    def _row_words(self, place: int, field: Field, values: dict[str, str], result: Score) -> str:
        value = values[field.id]
        if value == NOT_KNOWN and self._typed(place) and not field.assumed:
            return "not measured"
        if value == NOT_KNOWN:
            blank = f"blank: {shown(field, field.assumed)}   " if field.assumed else ""
            return blank + field_range(self.instrument, place)
        part = result.parts[place]
        words = field.unit
        if field.choices:
            words = next(choice.label for choice in field.choices if choice.id == value)
        if part is not None:
            low, high = part
            points = f"{low}" if low == high else f"{low} to {high}"
            words += f"   {points} point{'s' * (points != '1')}"
        if self.first is not None:
            words += f"   first {shown(field, self.first.get(field.id, NOT_KNOWN))}"
        return words
