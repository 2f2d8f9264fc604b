"""PostgreSQL reads an index in both directions: ascending is no obstacle.

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
    "best": "cannot",
    "best_finished": "cannot",
    "contests": "table",
}
