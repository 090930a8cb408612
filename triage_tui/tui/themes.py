"""Colours: a dark and a light theme, every text at 7:1 or better on its background."""

from __future__ import annotations

from textual.theme import Theme

THEMES = (
    Theme(
        name="triage-dark",
        primary="#8fc7ff",
        secondary="#c9d6e2",
        warning="#ffd166",
        error="#ff9d94",
        success="#8ee6a4",
        accent="#ffd166",
        foreground="#f2f5f7",
        background="#10151a",
        surface="#10151a",
        panel="#1d2730",
        dark=True,
        variables={"footer-key-foreground": "#ffd166"},
    ),
    Theme(
        name="triage-light",
        primary="#003d7a",
        secondary="#22303c",
        warning="#5c3b00",
        error="#8a0f06",
        success="#0b4a1c",
        accent="#5c3b00",
        foreground="#0c1116",
        background="#ffffff",
        surface="#ffffff",
        panel="#e8eef4",
        dark=False,
        variables={"footer-key-foreground": "#003d7a"},
    ),
)
