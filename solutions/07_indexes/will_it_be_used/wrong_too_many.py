"""A value that most rows have can be found by the index. It isn't worth it.

Breaks: table
Fails: why_not
"""

PREDICTIONS = {
    "gold": "used",
    "no_medal": "cannot",
    "gold_or_perfect": "cannot",
    "on_a_date": "cannot",
    "in_march": "used",
    "march_of_one": "used",
    "march_of_all": "table",
    "best": "used",
    "best_finished": "cannot",
    "contests": "table",
}
