"""The index has moments. The query compares a date that is computed from each of them.

Breaks: used
Fails: used
"""

PREDICTIONS = {
    "gold": "used",
    "no_medal": "table",
    "gold_or_perfect": "cannot",
    "on_a_date": "used",
    "in_march": "used",
    "march_of_one": "used",
    "march_of_all": "table",
    "best": "used",
    "best_finished": "cannot",
    "contests": "table",
}
