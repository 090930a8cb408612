"""Widgets: each shows text as it is written, never as markup."""
