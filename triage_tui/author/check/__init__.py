"""The linter for packs: rules with stable codes, reports, certain fixes, and findings that are accepted for a while."""
