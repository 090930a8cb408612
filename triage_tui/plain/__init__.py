"""The same walk as plain numbered prompts: for screen readers, simple terminals and scripts."""
