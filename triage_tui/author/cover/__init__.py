"""What scenarios exercise of a pathway, what they leave out, and what no patient can reach."""
