"""A pack that is being edited: read again on each save, with the answers so far."""
