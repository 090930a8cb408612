"""The author's bench: check, prove, scenarios and coverage, diff, graph, new."""
