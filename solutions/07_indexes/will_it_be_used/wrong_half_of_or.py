"""No setting makes an index of medals find the attempts with 100 points.

Breaks: cannot
Fails: why_not
"""

PREDICTIONS = {
    "gold": "used",
    "no_medal": "table",
    "gold_or_perfect": "table",
    "on_a_date": "cannot",
    "in_march": "used",
    "march_of_one": "used",
    "march_of_all": "table",
    "best": "used",
    "best_finished": "cannot",
    "contests": "table",
}
