"""An index that finds 96% of a table reads every page, and the index as well.

Breaks: used
Fails: used
"""

PREDICTIONS = {
    "gold": "used",
    "no_medal": "used",
    "gold_or_perfect": "cannot",
    "on_a_date": "cannot",
    "in_march": "used",
    "march_of_one": "used",
    "march_of_all": "table",
    "best": "used",
    "best_finished": "cannot",
    "contests": "table",
}
