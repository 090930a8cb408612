"""Stored encounters through two versions: how many would have ended elsewhere."""
