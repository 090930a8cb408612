"""A pathway as a picture: what is drawn, how urgent it can end, what is marked, and three ways to write it."""
