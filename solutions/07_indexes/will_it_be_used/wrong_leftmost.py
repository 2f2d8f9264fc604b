"""The rule of thumb says that an index can't serve its second column alone.

PostgreSQL can look for it in the whole index. Mostly that costs more than reading the table.

Breaks: table
Fails: why_not
"""

PREDICTIONS = {
    "gold": "used",
    "no_medal": "table",
    "gold_or_perfect": "cannot",
    "on_a_date": "cannot",
    "in_march": "used",
    "march_of_one": "used",
    "march_of_all": "cannot",
    "best": "used",
    "best_finished": "cannot",
    "contests": "table",
}
