"""A scenario from a real encounter: what decides, and nothing that tells who it was."""
