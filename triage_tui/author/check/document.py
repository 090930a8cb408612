"""Write docs/rules.md: `python -m triage_tui.author.check.document`."""

from __future__ import annotations

from pathlib import Path

from triage_tui.author.check.explain import document
from triage_tui.author.check.registry import all_rules

PAGE = Path(__file__).resolve().parents[3] / "docs" / "rules.md"

if __name__ == "__main__":
    PAGE.write_text(document(all_rules()), encoding="utf-8")
