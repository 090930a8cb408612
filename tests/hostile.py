"""The small pack with every text made hostile: markup, format strings, emoji, right-to-left letters, endless words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

LONG = "Pneumono" + "ultra" * 58 + "osis"
NASTY = (
    "[GP]",
    "[/",
    "[/red]",
    "[@click=app.quit]x[/]",
    "[link=http://x]y[/link]",
    "%s {0.__class__} {name!r} $HOME",
    "\U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f",
    "\u0637\u0628\u064a\u0628 \u05e8\u05d5\u05e4\u05d0",
    "[red]not[/red] [5-10] mg",
    LONG,
    "\u7d27\u6025\u60c5\u51b5" * 12,
    r"\n \x1b[2J <b>&amp; 'quoted' \"twice\"",
)
TEXTS = frozenset(
    {"about", "ask", "because", "credit", "hint", "how", "instruct", "label", "look", "means", "name", "notice"}
    | {"not_for", "patient", "public_name", "say", "short", "target", "title", "why"}
)
"""Keys whose value people read."""
LISTS = frozenset({"lines", "emergency"})
"""Keys whose value is a list of texts that people read."""
LABELLED = frozenset({"checklist", "choices", "capabilities", "reasons", "say", "sources"})
"""Keys of mappings whose texts people read, whatever they stand at."""


class Hostile:
    """Makes packs hostile and remembers each text by the key it stands at."""

    def __init__(self) -> None:
        self.texts: dict[str, list[str]] = {}

    def pack(self, pathways: Path) -> None:
        """Make the pack in a folder hostile, in place."""
        for file in [*sorted(pathways.rglob("*.yaml")), pathways.parent / "directory.yaml"]:
            tree = yaml.load(file.read_text(encoding="utf-8"), yaml.CBaseLoader)
            made = self._made(tree, "")
            file.write_text(yaml.safe_dump(made, allow_unicode=True, sort_keys=False, width=10_000), encoding="utf-8")

    def _made(self, node: Any, key: str) -> Any:
        if isinstance(node, dict):
            return {name: self._entry(name, value, key) for name, value in node.items()}
        if isinstance(node, list):
            return [self._made(item, key) for item in node]
        return self._text(node, key) if key in LISTS else node

    def _entry(self, name: str, value: Any, parent: str) -> Any:
        if isinstance(value, str):
            if parent in LABELLED:
                return self._text(value, parent)
            if name in TEXTS:
                return self._text(value, name)
            if name == "word":
                return self._remember("[/] 999 [GP", name)
            if name == "symbol":
                return self._remember("[/]", name)
            return value
        return self._made(value, name)

    def _text(self, text: str, key: str) -> str:
        return self._remember(f"{text} {NASTY[len(self.texts.get(key, ())) % len(NASTY)]}", key)

    def _remember(self, text: str, key: str) -> str:
        self.texts.setdefault(key, []).append(text)
        return text


def squeezed(text: str) -> str:
    """Text without white space and frames, so that wrapping does not matter."""
    return "".join(character for character in text if not character.isspace() and character not in _FRAMES)


_FRAMES = frozenset("│┃┏┓┗┛━▁▔█▊▎▌▐▆▇▅▄▃▂")
