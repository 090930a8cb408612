"""The encounter: events, durable store, resume, verify."""
