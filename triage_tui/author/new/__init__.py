"""Files to begin with: a pathway with its scenarios, a module, an instrument, a pack of one's own."""
