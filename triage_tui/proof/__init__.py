"""Every possible walk at once: a pathway as a decision diagram, and what can be proved, counted and compared on it."""
