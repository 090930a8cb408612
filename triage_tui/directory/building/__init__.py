"""From directory.yaml to the directory the search uses: reading, checking, building, compiling for national size."""
