"""What EXPLAIN says of a development database with ten rows in each table.

There PostgreSQL reads the whole table whenever a condition has to find rows.

Breaks: used
Fails: used
"""

PREDICTIONS = {
    "gold": "table",
    "no_medal": "table",
    "gold_or_perfect": "cannot",
    "on_a_date": "cannot",
    "in_march": "table",
    "march_of_one": "table",
    "march_of_all": "table",
    "best": "used",
    "best_finished": "cannot",
    "contests": "table",
}
