"""The linter: rules, reports, fixes."""
