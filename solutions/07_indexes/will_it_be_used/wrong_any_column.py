"""Entries of March are all over an index that is sorted by user first.

Breaks: used
Fails: used
"""

PREDICTIONS = {
    "gold": "used",
    "no_medal": "table",
    "gold_or_perfect": "cannot",
    "on_a_date": "cannot",
    "in_march": "used",
    "march_of_one": "used",
    "march_of_all": "used",
    "best": "used",
    "best_finished": "cannot",
    "contests": "table",
}
