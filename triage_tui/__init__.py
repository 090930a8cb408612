"""Triage TUI: an offline terminal triage assistant for call handlers, paramedics and pathway authors."""

__version__ = "0.1.0"
