"""Has a list in the place of the function."""

LIMIT = 50

feed = [LIMIT]
