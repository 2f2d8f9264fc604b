"""A descending index scan starts with the NULLs, so it can't give this order.

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
    "best_finished": "used",
    "contests": "table",
}
