"""A copy as one web page that needs nothing else and prints on A4: no scripts, no links, everything escaped."""

from __future__ import annotations

from html import escape

from triage_tui.handover.document import Block, Bullets, Document, Grid, Rows, Section, Words
from triage_tui.text import printable

STYLE = """\
@page { size: A4; margin: 14mm 14mm 16mm; @bottom-right { content: "page " counter(page) " of " counter(pages); \
font: 9pt sans-serif; } }
* { box-sizing: border-box; }
body { font: 10pt/1.35 Arial, "Liberation Sans", sans-serif; color: #000; background: #fff; max-width: 182mm; \
margin: 0 auto; overflow-wrap: anywhere; }
body.large { font-size: 14pt; line-height: 1.5; }
table.page { width: 100%; border-collapse: collapse; }
table.page > thead { display: table-header-group; }
table.page > thead td, table.page > tbody > tr > td { padding: 0; }
header { border-bottom: 2pt solid #000; padding-bottom: 2mm; margin-bottom: 3mm; font-size: 10pt; }
header p { margin: 0; }
header .copy { font-size: 13pt; font-weight: bold; }
h2 { font-size: 1.1em; margin: 3mm 0 0.5mm; border-bottom: 0.5pt solid #000; break-after: avoid; }
section.short { display: flex; gap: 4mm; align-items: baseline; border-bottom: 0.5pt solid #000; break-inside: avoid; }
section.short h2 { border: 0; }
section.short p { margin: 0; }
h3 { font-size: 1em; margin: 2mm 0 0.5mm; break-after: avoid; }
p { margin: 1mm 0; white-space: pre-line; }
section.boxed { border: 2pt solid #000; padding: 1mm 4mm 2mm; margin: 4mm 0; break-inside: avoid; }
section.boxed h2 { border: 0; margin-top: 1mm; }
dl { margin: 0.5mm 0; }
.large dl + dl { margin-top: 3mm; }
dl > div { display: grid; grid-template-columns: 38mm 1fr; column-gap: 3mm; break-inside: avoid; }
.large dl > div { grid-template-columns: 52mm 1fr; }
dt, th { font-weight: normal; }
dt::after { content: ":"; }
dd { margin: 0; white-space: pre-line; }
.strong { font-weight: bold; }
ul { margin: 0.5mm 0 1mm; padding-left: 6mm; }
li { break-inside: avoid; white-space: pre-line; }
table.grid { width: 100%; border-collapse: collapse; margin: 1.5mm 0; table-layout: fixed; }
table.grid th, table.grid td { border: 0.5pt solid #000; padding: 0.3mm 1.5mm; text-align: left; vertical-align: top; \
white-space: pre-line; }
table.grid thead th { font-weight: bold; }
table.grid tr { break-inside: avoid; }
@media screen { body { padding: 6mm; } }
"""
SHORT = 60
"""Letters of a text that stands beside its heading."""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def render_html(document: Document) -> str:
    """The copy as a whole page; who it is about is repeated at the head of every printed page."""
    title = _plain(f"{document.title} {document.reference}")
    large = ' class="large"' if document.large else ""
    body = "".join(_section(section) for section in document.sections)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n"
        f'<body{large}>\n<table class="page" role="presentation">\n'
        f"<thead><tr><td>{_head(document)}</td></tr></thead>\n<tbody><tr><td><main>\n"
        f"{body}</main></td></tr></tbody>\n</table>\n</body>\n</html>\n"
    )


def _plain(text: str) -> str:
    return escape(printable(text), quote=True)


def _typed(text: str) -> str:
    """A text whose own direction of writing stays its own."""
    return f"<bdi>{_plain(text)}</bdi>"


def _head(document: Document) -> str:
    return (
        f'<header><p class="copy">{_plain(document.title)} <bdi>{_plain(document.reference)}</bdi></p>'
        f"<p>{_typed(document.identity)}</p><p>{_plain(document.notice)}</p></header>"
    )


def _section(section: Section) -> str:
    only = section.blocks[0] if len(section.blocks) == 1 else None
    short = isinstance(only, Words) and len(only.text) <= SHORT
    kind = ' class="boxed"' if section.boxed else ' class="short"' if short else ""
    blocks = "".join(_block(block) for block in section.blocks)
    return f"<section{kind}>\n<h2>{_plain(section.title)}</h2>\n{blocks}</section>\n"


def _block(block: Block) -> str:
    if isinstance(block, Rows):
        rows = "".join(_row(row.label, row.value, strong=row.strong) for row in block.rows)
        return f"<dl>\n{rows}</dl>\n"
    if isinstance(block, Bullets):
        items = "".join(f"<li>{_typed(item)}</li>\n" for item in block.items)
        title = f"<h3>{_plain(block.title)}</h3>\n" if block.title else ""
        return f"{title}<ul>\n{items}</ul>\n"
    if isinstance(block, Grid):
        return _grid(block)
    return f"<p{_strong(block.strong)}>{_typed(block.text)}</p>\n"


def _row(label: str, value: str, *, strong: bool) -> str:
    return f"<div><dt>{_plain(label)}</dt><dd{_strong(strong)}>{_typed(value)}</dd></div>\n"


def _strong(strong: bool) -> str:
    return ' class="strong"' if strong else ""


def _grid(grid: Grid) -> str:
    total = sum(grid.weights)
    widths = "".join(f'<col style="width:{100 * weight // total}%">' for weight in grid.weights)
    head = "".join(f'<th scope="col">{_typed(name)}</th>' for name in grid.columns)
    rows = "".join(_grid_row(row) for row in grid.rows)
    return (
        f'<table class="grid"><colgroup>{widths}</colgroup>\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{rows}</tbody></table>\n"
    )


def _grid_row(row: tuple[str, ...]) -> str:
    first, *others = row
    cells = "".join(f"<td>{_typed(cell)}</td>" for cell in others)
    return f'<tr><th scope="row">{_typed(first)}</th>{cells}</tr>\n'
