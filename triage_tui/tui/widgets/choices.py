"""A list to choose from with single keys: one answer, or several ticked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from triage_tui.text import fold
from triage_tui.tui.literal import joined, literal, printable

SPARE_KEYS = "acdefghiklmoqsvxz"
"""Keys for answers after the ninth: letters that no command uses."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One line: an id, its wording, the keys that choose it (the first is shown), and a line of detail."""

    id: str
    label: str
    keys: tuple[str, ...] = ()
    detail: str = ""
    heading: str = ""


def numbered(options: Iterable[tuple[str, str]]) -> list[Choice]:
    """Choices with keys 1 to 9, then spare letters."""
    keys = "123456789" + SPARE_KEYS
    return [
        Choice(name, label, (keys[place],) if place < len(keys) else ()) for place, (name, label) in enumerate(options)
    ]


class Choices(Widget, can_focus=True):
    """Lines with keys; arrows and Enter work too. With `several`, keys tick and Enter confirms."""

    DEFAULT_CSS = """
    Choices { height: auto; width: 1fr; }
    """

    highlighted: reactive[int] = reactive(0)

    class Chosen(Message):
        """One line was chosen."""

        def __init__(self, choices: Choices, choice: Choice, at: float) -> None:
            super().__init__()
            self.choices = choices
            self.choice = choice
            self.at = at

        @property
        def control(self) -> Choices:
            """The list."""
            return self.choices

    class Confirmed(Message):
        """Several lines were ticked and confirmed; none of them may be."""

        def __init__(self, choices: Choices, ticked: tuple[str, ...], at: float) -> None:
            super().__init__()
            self.choices = choices
            self.ticked = ticked
            self.at = at

        @property
        def control(self) -> Choices:
            """The list."""
            return self.choices

    class Ticked(Message):
        """A tick was set or taken away."""

        def __init__(self, choices: Choices, choice: Choice, ticked: bool) -> None:
            super().__init__()
            self.choices = choices
            self.choice = choice
            self.ticked = ticked

        @property
        def control(self) -> Choices:
            """The list."""
            return self.choices

    def __init__(self, *, several: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self.choices: list[Choice] = []
        self.several = several
        self.ticked: set[str] = set()
        self.exclusive: set[str] = set()
        self.pointer_always = False

    def show(
        self,
        choices: list[Choice],
        *,
        several: bool = False,
        ticked: Iterable[str] = (),
        exclusive: Iterable[str] = (),
        highlighted: int = 0,
    ) -> None:
        """Show other lines. `exclusive` lines answer at once even where several can be ticked."""
        self.choices = choices
        self.several = several
        self.ticked = set(ticked)
        self.exclusive = set(exclusive)
        self.highlighted = min(highlighted, max(len(choices) - 1, 0))
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """How many rows the lines take at a width."""
        return max(sum(len(self._rows(number, width)) for number in range(len(self.choices))), 1)

    def render(self) -> Content:
        """All lines, wrapped under their own wording."""
        width = self.content_size.width or 76
        rows = [row for number in range(len(self.choices)) for row in self._rows(number, width)]
        return Content("\n").join(rows)

    def _rows(self, number: int, width: int) -> list[Content]:
        """One line as rows: a heading where it has one, then its words with their key."""
        choice = self.choices[number]
        here = number == self.highlighted and (self.has_focus or self.pointer_always)
        box = ""
        if self.several and choice.id not in self.exclusive:
            box = "[x] " if choice.id in self.ticked else "[ ] "
        key = f"{choice.keys[0]} " if choice.keys else ""
        lead = ("> " if here else "  ") + key + box
        words = printable(f"{choice.label}  ({choice.detail})" if choice.detail else choice.label)
        lines = fold(words, max(width - len(lead), 10))
        first = joined(literal(lead, "bold"), literal(lines[0], "bold" if here else ""))
        rest = [literal(" " * len(lead) + line, "bold" if here else "") for line in lines[1:]]
        heading = [literal(""), literal(choice.heading, "bold underline")] if choice.heading else []
        return [*heading, first, *rest]

    def line_of(self, number: int) -> int:
        """The row a line starts on."""
        width = self.content_size.width or 76
        return sum(len(self._rows(place, width)) for place in range(number))

    def watch_highlighted(self) -> None:
        """Keep the highlighted line in sight."""
        if self.is_attached and self.parent is not None:
            row = self.line_of(self.highlighted)
            self.call_after_refresh(lambda: self.scroll_visible_row(row))

    def scroll_visible_row(self, row: int) -> None:
        """Scroll the container so that a row is in sight."""
        if not isinstance(self.parent, Widget):
            return
        if self.highlighted == 0:
            self.parent.scroll_home(animate=False)
            return
        self._bring_into_sight(row)

    def _bring_into_sight(self, row: int) -> None:
        if isinstance(self.parent, Widget):
            region = Region(0, max(row - 1, 0), max(self.size.width, 1), 3)
            self.parent.scroll_to_region(region.translate(self.virtual_region.offset), animate=False)

    def on_key(self, event: events.Key) -> None:
        """Choose, tick or move."""
        if event.key in ("up", "down", "home", "end"):
            self._move(event.key)
        elif event.key == "enter":
            self._enter(event.time)
        elif event.key == "space" and self.several:
            self._toggle(self.highlighted)
        else:
            number = self._number_of(event)
            if number is None:
                return
            self._pick(number, event.time)
        event.stop()
        event.prevent_default()

    def _number_of(self, event: events.Key) -> int | None:
        typed = event.character or event.key
        for number, choice in enumerate(self.choices):
            if typed in choice.keys or event.key in choice.keys:
                return number
        return None

    def _move(self, key: str) -> None:
        last = max(len(self.choices) - 1, 0)
        target = {"up": self.highlighted - 1, "down": self.highlighted + 1, "home": 0, "end": last}[key]
        self.highlighted = min(max(target, 0), last)

    def _enter(self, at: float) -> None:
        if not self.choices:
            return
        choice = self.choices[self.highlighted]
        if not self.several or choice.id in self.exclusive:
            self.post_message(self.Chosen(self, choice, at))
        else:
            order = [item.id for item in self.choices if item.id in self.ticked]
            self.post_message(self.Confirmed(self, tuple(order), at))

    def _pick(self, number: int, at: float) -> None:
        choice = self.choices[number]
        if self.several and choice.id not in self.exclusive:
            self.highlighted = number
            self._toggle(number)
        else:
            self.post_message(self.Chosen(self, choice, at))

    def _toggle(self, number: int) -> None:
        choice = self.choices[number]
        if choice.id in self.exclusive:
            return
        self.ticked ^= {choice.id}
        self.refresh()
        self._bring_into_sight(self.line_of(number))
        self.post_message(self.Ticked(self, choice, choice.id in self.ticked))

    def on_click(self, event: events.Click) -> None:
        """Choose the line under the mouse."""
        for number in range(len(self.choices)):
            following = self.line_of(number + 1) if number + 1 < len(self.choices) else 10_000
            if self.line_of(number) <= event.y < following:
                self._pick(number, event.time)
                return

    def on_focus(self) -> None:
        """Show the pointer."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the pointer."""
        self.refresh()
