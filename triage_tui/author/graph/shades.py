"""The colours of the pictures, from the most urgent to the least; text on them is legible in black."""

FILLS = ("#f4a6a0", "#f9c9a0", "#fbe9a0", "#cfe5f7", "#d5efd0")
LINES = ("#a3160d", "#9a4a00", "#7a5c00", "#1d5a8a", "#256b1e")
NO_FILL, NO_LINE, MARKED = "#eeeeee", "#777777", "#5b1fa8"
