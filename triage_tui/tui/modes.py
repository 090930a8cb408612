"""The modes in words."""

from __future__ import annotations

MODE_WORDS = {"telephone": "telephone", "on_scene": "on scene"}
