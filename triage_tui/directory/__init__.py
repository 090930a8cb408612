"""Which service, and why not the others."""
