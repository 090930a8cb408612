"""JSON Schema of every file of a pack, made from its shapes, so that an editor completes and explains."""
