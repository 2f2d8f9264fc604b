"""People who take part, and what they tell of themselves."""
