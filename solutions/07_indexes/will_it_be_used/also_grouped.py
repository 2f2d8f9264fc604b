"""The other way round: the questions for each word."""

BY_WORD = {
    "used": ["gold", "in_march", "march_of_one", "best"],
    "table": ["no_medal", "march_of_all", "contests"],
    "cannot": ["gold_or_perfect", "on_a_date", "best_finished"],
}

PREDICTIONS = {name: word for word, names in BY_WORD.items() for name in names}
