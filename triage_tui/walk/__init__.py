"""The engine: compile a pathway, walk it. No input or output, no clock, no randomness."""
