"""One Summary model, many renderers."""
