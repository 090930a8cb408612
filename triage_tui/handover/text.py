"""A copy as plain text: 80 columns, in pages with who it is about at the head of each."""

from __future__ import annotations

from triage_tui.handover.document import Block, Bullets, Document, Grid, Rows, Section, Words
from triage_tui.text import columns, fold, printable, shortened, spelt_for

WIDTH = 80
PAGE_LINES = 60
FORM_FEED = "\f"
_LABEL = 20
_INDENT = "  "
_GAP = 2
_TOGETHER = 3
"""Lines that stay with the heading above them."""
_SHORT_SECTION = 10
_BOXED_SECTION = 40
"""Lines of a section that is not cut."""

Group = list[str]
"""Lines that stand on one page where they fit."""


def render_text(document: Document, *, encoding: str = "utf-8", form_feeds: bool = False, width: int = WIDTH) -> str:
    """The copy as lines of at most `width` columns, in characters the encoding has.

    `form_feeds` starts every page but the first with one, for a printer.
    """
    page = _Page(encoding, width, marks=not document.large)
    groups = [group for section in document.sections for group in page.section(section, large=document.large)]
    head = page.head(document, 99, 99)
    pages = _paginate(groups, PAGE_LINES - len(head) - 1)
    texts = []
    for number, lines in enumerate(pages, 1):
        texts.append("\n".join([*page.head(document, number, len(pages)), *lines]) + "\n")
    return (FORM_FEED if form_feeds else "\n").join(texts)


def _paginate(groups: list[Group], room: int) -> list[list[str]]:
    """Groups of lines put on pages; one that is longer than a page is cut."""
    pages: list[list[str]] = [[]]
    for group in groups:
        lines = group if pages[-1] else _without_blank_start(group)
        if len(pages[-1]) + len(lines) > room and pages[-1]:
            pages.append([])
            lines = _without_blank_start(group)
        while len(lines) > room:
            pages[-1] += lines[:room]
            lines = lines[room:]
            pages.append([])
        pages[-1] += lines
    return [page for page in pages if page] or [[]]


def _without_blank_start(lines: Group) -> Group:
    return lines[1:] if lines and not lines[0] else lines


class _Page:
    """Turns blocks into lines of one width and encoding."""

    def __init__(self, encoding: str, width: int, *, marks: bool) -> None:
        self.encoding = encoding
        self.width = width
        self.marks = marks

    def head(self, document: Document, number: int, count: int) -> Group:
        """Which copy this is, of which encounter, the page, who it is about, and what it is not."""
        right = f"page {number} of {count}"
        left = shortened(self.plain(f"{document.title}  {document.reference}"), self.width - len(right) - _GAP)
        lines = [f"{self.padded(left, self.width - len(right))}{right}"]
        lines += self.fold(shortened(printable(document.identity), 2 * self.width - 4), self.width)
        lines += self.fold(document.notice, self.width)
        return [*lines, "=" * self.width]

    def section(self, section: Section, *, large: bool) -> list[Group]:
        """A heading with what stands under it; a single word or two stand beside it."""
        title = self.plain(section.title).upper()
        only = section.blocks[0] if len(section.blocks) == 1 else None
        if isinstance(only, Words) and not large and columns(title) + columns(self.plain(only.text)) + 2 <= self.width:
            return [["", f"{title}: {self.plain(only.text)}"]] if "\n" not in only.text else self._under(title, section)
        return self._under(title, section)

    def _under(self, title: str, section: Section) -> list[Group]:
        rule = ["-" * self.width] if section.boxed else []
        groups = [group for block in section.blocks for group in self.block(block)]
        heading = ["", *rule, title]
        together: Group = [*heading]
        short = sum(map(len, groups)) <= (_BOXED_SECTION if section.boxed else _SHORT_SECTION)
        while groups and (short or len(together) < len(heading) + _TOGETHER):
            together += groups.pop(0)
        return [together, *groups, *([rule] if rule else [])]

    def block(self, block: Block) -> list[Group]:
        """A block as groups of lines."""
        if isinstance(block, Rows):
            return [self.row(row.label, row.value, strong=row.strong) for row in block.rows]
        if isinstance(block, Bullets):
            return self.bullets(block)
        if isinstance(block, Grid):
            return self.grid(block)
        mark = "** " if block.strong and self.marks else _INDENT
        return [self.hanging(mark, block.text)]

    def row(self, label: str, value: str, *, strong: bool) -> Group:
        """A label beside its value, both folded."""
        start = _LABEL + len(_INDENT) + _GAP
        names = self.fold(f"{label}:", _LABEL)
        values = self.fold(value, self.width - start)
        mark = "* " if strong and self.marks else _INDENT
        lines = []
        for place in range(max(len(names), len(values))):
            name = names[place] if place < len(names) else ""
            said = values[place] if place < len(values) else ""
            lines.append(f"{_INDENT if place else mark}{self.padded(name, _LABEL + _GAP)}{said}".rstrip())
        return lines

    def bullets(self, block: Bullets) -> list[Group]:
        """A list; its title stays with the first item."""
        groups = [self.hanging("    - ", item) for item in block.items]
        if block.title:
            title = self.hanging(_INDENT, f"{block.title}:")
            groups = [[*title, *(groups[0] if groups else [])], *groups[1:]]
        return groups

    def hanging(self, mark: str, text: str) -> Group:
        """A text behind a mark, folded under itself."""
        first, *others = self.fold(text, self.width - len(mark))
        return [f"{mark}{first}".rstrip(), *(f"{' ' * len(mark)}{line}".rstrip() for line in others)]

    def grid(self, grid: Grid) -> list[Group]:
        """A table in columns; its head stays with the first row."""
        room = self.width - len(_INDENT) - _GAP * (len(grid.columns) - 1)
        total = sum(grid.weights)
        widths = [room * weight // total for weight in grid.weights]
        head = [*self.cells(grid.columns, widths), _INDENT + "-" * (sum(widths) + _GAP * (len(widths) - 1))]
        rows = [self.cells(row, widths) for row in grid.rows]
        return [[*head, *(rows[0] if rows else [])], *rows[1:]]

    def cells(self, texts: tuple[str, ...], widths: list[int]) -> Group:
        """One row of a table, as many lines as its longest cell."""
        folded = [self.fold(text, width) for text, width in zip(texts, widths, strict=True)]
        lines = []
        for place in range(max(len(cell) for cell in folded)):
            pieces = [cell[place] if place < len(cell) else "" for cell in folded]
            padded = (self.padded(piece, width + _GAP) for piece, width in zip(pieces, widths, strict=True))
            lines.append(f"{_INDENT}{''.join(padded)}".rstrip())
        return lines

    def plain(self, text: str) -> str:
        """The text without control characters, in the encoding."""
        return spelt_for(printable(text), self.encoding)

    def fold(self, text: str, width: int) -> list[str]:
        """The plain text in lines."""
        return fold(self.plain(text), width)

    def padded(self, text: str, width: int) -> str:
        """The text with blanks up to a width."""
        return text + " " * (width - columns(text))
