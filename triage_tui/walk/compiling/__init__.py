"""From checked files to plans: modules put in place, names made slots and targets, every problem with its place."""
