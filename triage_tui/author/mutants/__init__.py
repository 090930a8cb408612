"""Small mistakes put into a compiled pathway, and whether its scenarios notice them."""
