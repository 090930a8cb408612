"""Look through the directory of services: by name as it is typed, kind, area, what they can do, open now."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Input

from triage_tui.directory.browse import Listed, Listing, Wanted, browse
from triage_tui.directory.place import areas_like, resolve_place
from triage_tui.directory.words import capability_words, date_words
from triage_tui.handover.found import count_words, listed_words
from triage_tui.text import fold
from triage_tui.tui.literal import Literal
from triage_tui.tui.screens.base import app_of
from triage_tui.tui.screens.service import ServiceScreen, directory_of
from triage_tui.tui.widgets.choices import Choice, Choices
from triage_tui.tui.widgets.words import WordInput

if TYPE_CHECKING:
    from triage_tui.directory.model import Directory

Picked: TypeAlias = Callable[[str | None], None]

LARGE = 2_000
"""Services from which looking takes long enough to be done away from the screen, once nobody has typed for a moment."""

PAUSE_SECONDS = 0.15


class DirectoryScreen(Screen[None]):
    """A page of services at a time, found as a few letters of a name are typed."""

    HELP = "Type a few letters of a name. Enter shows all about a service; there it can be marked full or closed."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "open_now", "Only those known to be open now", key_display="F4"),
        Binding("f5", "kind", "Choose a kind of service", key_display="F5"),
        Binding("f6", "area", "Choose an area, a town or a postcode", key_display="F6"),
        Binding("f7", "able", "Choose what it must be able to do", key_display="F7"),
        Binding("f9", "marked", "Only those marked for this shift", key_display="F9"),
        Binding("f8", "clear", "Look for anything again", key_display="F8"),
        Binding("pageup", "page(-1)", "The page before", key_display="PageUp"),
        Binding("pagedown", "page(1)", "The next page", key_display="PageDown"),
        Binding("escape", "leave", "Back", key_display="Escape"),
    ]

    def __init__(self, *, kinds: tuple[str, ...] = (), area: str = "") -> None:
        super().__init__()
        self.kinds = kinds
        self.place = area
        self.able: tuple[str, ...] = ()
        self.open_now = self.only_marked = False
        self.listing = Listing((), False, 0)
        self.starts = [0]
        self.looks = 0
        self.shown = 0

    def compose(self) -> ComposeResult:
        """What is looked for, a line to type on, a page of services, and how many there are."""
        yield Literal("", classes="status", id="which")
        yield Literal("", classes="status", id="filters")
        yield WordInput(placeholder="A few letters of a name", id="typed", max_length=60)
        with VerticalScroll(classes="body", can_focus=False):
            yield Choices(id="list")
        yield Literal("", classes="quiet", id="count")
        yield Literal(
            "F2 EMERGENCY  F4 open now  F5 kind  F6 area  F7 can do  F9 marked  F8 any\n"
            "Enter all about it  PageDown more  Escape back  F1 keys",
            classes="keys",
        )

    @property
    def directory(self) -> Directory:
        """The directory that is looked through."""
        return directory_of(app_of(self))

    def on_mount(self) -> None:
        """Show the first page."""
        choices = self.query_one(Choices)
        choices.can_focus = False
        choices.pointer_always = True
        directory = self.directory
        updated = f"updated {date_words(directory.updated)}"
        self.query_one("#which", Literal).show(f"{directory.title}: {len(directory.services)} services, {updated}")
        self.query_one(WordInput).focus()
        self._look()

    def on_screen_resume(self) -> None:
        """Show services as they are marked now."""
        if self.is_mounted:
            self._look(keep=True)

    def on_resize(self) -> None:
        """Fill the pages anew when the room changes."""
        self.call_after_refresh(self._pages, True)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look again with every letter."""
        event.stop()
        self._look()

    def _look(self, *, keep: bool = False) -> None:
        """Look for what is wanted; `keep`: stay at the same place in the list."""
        self._show_filters()
        look = partial(browse, self.directory, self._wanted())
        if len(self.directory.services) < LARGE:
            self._found(look(), keep)
        else:
            self.looks += 1
            self.run_worker(self._look_aside(self.looks, look, keep))

    async def _look_aside(self, number: int, look: partial[Listing], keep: bool) -> None:
        """Look once nobody has typed for a moment; what was found counts if nothing else is looked for by then."""
        await asyncio.sleep(PAUSE_SECONDS)
        if number == self.looks:
            listing = await asyncio.get_running_loop().run_in_executor(None, look)
            if number == self.looks:
                self._found(listing, keep)

    def _wanted(self) -> Wanted:
        desk = app_of(self).desk
        place = resolve_place(self.directory, self.place) if self.place else None
        return Wanted(
            desk.clock.now(),
            text=self.query_one(WordInput).value,
            kinds=self.kinds,
            capabilities=self.able,
            area=place.area if place else None,
            point=place.point if place else None,
            placed=place is not None,
            open_now=self.open_now,
            only_marked=self.only_marked,
            marks=desk.marks(),
        )

    def _show_filters(self) -> None:
        directory = self.directory
        labels = [directory.types[kind].label for kind in self.kinds if kind in directory.types]
        kind = f"{labels[0]} and {len(labels) - 1} more" if len(labels) > 1 else "".join(labels) or "any"
        area = resolve_place(directory, self.place).area if self.place else None
        words = [
            "OPEN NOW" if self.open_now else "open or not",
            f"kind: {kind}",
            f"area: {directory.areas[area].name if area else 'any'}",
            f"can do: {capability_words(directory, self.able) or 'anything'}",
        ]
        words += ["MARKED"] if self.only_marked else []
        self.query_one("#filters", Literal).show("   ".join(words))

    def _found(self, listing: Listing, keep: bool) -> None:
        self.listing = listing
        self._pages(keep)

    def _pages(self, keep: bool) -> None:
        """Divide the list into pages of whole services, and show one."""
        choices = self.query_one(Choices)
        here = self.shown + choices.highlighted if keep else 0
        width, room = max(self.size.width - 4, 20), max(self.query_one(".body").size.height, 4)
        self.starts, rows = [0], 0
        for number, line in enumerate(self.listing.lines):
            rows += (needed := len(fold(_words(line), width)))
            if rows > room and number > self.starts[-1]:
                self.starts.append(number)
                rows = needed
        self._show_page(max(start for start in self.starts if start <= max(here, 0)), here)

    def _show_page(self, start: int, here: int) -> None:
        following = next((one for one in self.starts if one > start), len(self.listing.lines))
        shown = self.listing.lines[start:following]
        self.shown = start
        lines = [Choice(line.service.id, _words(line)) for line in shown]
        self.query_one(Choices).show(lines, highlighted=min(max(here - start, 0), max(len(lines) - 1, 0)))
        words = count_words(self.listing, start, len(shown), "PageDown for more")
        self.query_one("#count", Literal).show(words if shown else f"{words}: F8 looks for anything again")

    def action_page(self, step: int) -> None:
        """Turn the page."""
        place = self.starts.index(self.shown) + step
        if 0 <= place < len(self.starts):
            self._show_page(self.starts[place], self.starts[place])

    def on_key(self, event: events.Key) -> None:
        """Move the highlight while typing; past the end of a page to the next."""
        if event.key in ("up", "down"):
            step = 1 if event.key == "down" else -1
            here = self.shown + self.query_one(Choices).highlighted + step
            if 0 <= here < len(self.listing.lines):
                self._show_page(max(start for start in self.starts if start <= here), here)
            event.stop()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Show all about the highlighted service."""
        event.stop()
        choices = self.query_one(Choices)
        if choices.choices and self.app.screen is self:
            self.app.push_screen(ServiceScreen(choices.choices[choices.highlighted].id, self.place))

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        """Show all about the one that was clicked."""
        event.stop()
        self.app.push_screen(ServiceScreen(event.choice.id, self.place))

    def action_open_now(self) -> None:
        """Only those known to be open, or all."""
        self.open_now = not self.open_now
        self._look()

    def action_marked(self) -> None:
        """Only those that are marked, or all."""
        self.only_marked = not self.only_marked
        self._look()

    def action_kind(self) -> None:
        """Choose a kind."""
        kinds = sorted(((kind.id, kind.label) for kind in self.directory.types.values()), key=lambda one: one[1])
        self._pick("Which kind of service?", "Any kind", kinds, self._kind_picked)

    def _kind_picked(self, kind: str | None) -> None:
        if kind is not None:
            self.kinds = (kind,) if kind else ()
            self._look()

    def action_able(self) -> None:
        """Choose what it must be able to do."""
        able = sorted(self.directory.capabilities.items(), key=lambda one: one[1].lower())
        self._pick("What must it be able to do?", "Anything", able, self._able_picked)

    def _able_picked(self, able: str | None) -> None:
        if able is not None:
            self.able = (able,) if able else ()
            self._look()

    def _pick(self, title: str, every: str, options: list[tuple[str, str]], then: Picked) -> None:
        from triage_tui.tui.screens.dialogs import PickDialog

        self.app.push_screen(PickDialog(title, [("", every), *options]), then)

    def action_area(self) -> None:
        """Type an area, a town or a postcode."""
        from triage_tui.tui.screens.dialogs import TextDialog

        note = "An area, a town or a postcode; nothing for any area."
        self.app.push_screen(TextDialog("Where?", note=note, value=self.place), self._area_typed)

    def _area_typed(self, typed: str | None) -> None:
        if typed is None:
            return
        place = resolve_place(self.directory, typed)
        if not typed or place.area is not None:
            self._area_picked(typed)
            return
        from triage_tui.tui.screens.dialogs import PickDialog

        areas = [(area.id, area.name) for area in areas_like(self.directory, typed)]
        self.app.push_screen(PickDialog("Which area?", areas, note=place.phrase), self._area_picked)

    def _area_picked(self, area: str | None) -> None:
        if area is not None:
            self.place = area
            self._look()

    def action_clear(self) -> None:
        """Look for anything, anywhere."""
        self.kinds, self.able, self.place = (), (), ""
        self.open_now = self.only_marked = False
        typed = self.query_one(WordInput)
        if typed.value:
            typed.value = ""
        else:
            self._look()

    def action_leave(self) -> None:
        """Take back what was typed; with nothing typed, go back."""
        typed = self.query_one(WordInput)
        if typed.value:
            typed.value = ""
        else:
            self.app.pop_screen()


def _words(line: Listed) -> str:
    return listed_words(line, number=False)
