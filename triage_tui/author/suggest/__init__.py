"""Scenarios that are missing, proposed with what the pathway does now."""
