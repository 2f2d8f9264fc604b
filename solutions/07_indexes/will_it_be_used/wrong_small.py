"""A table of one page is read in one step: no index can do better.

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
    "march_of_all": "table",
    "best": "used",
    "best_finished": "cannot",
    "contests": "used",
}
