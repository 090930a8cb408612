"""YAML in; checked, positioned, immutable models out."""
