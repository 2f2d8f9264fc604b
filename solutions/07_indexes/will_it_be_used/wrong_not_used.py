""" "no" is not one of the words: it does not say why.

Breaks: all
Fails: words
"""

PREDICTIONS = {
    "gold": "used",
    "no_medal": "no",
    "gold_or_perfect": "no",
    "on_a_date": "no",
    "in_march": "used",
    "march_of_one": "used",
    "march_of_all": "no",
    "best": "used",
    "best_finished": "no",
    "contests": "no",
}
