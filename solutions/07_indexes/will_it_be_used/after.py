"""Two questions for each: can the index serve the query, and is that cheaper than the table?"""

PREDICTIONS = {
    "gold": "used",  # 0.5% of the rows
    "no_medal": "table",  # 96%: every page of the table, and the index as well
    "gold_or_perfect": "cannot",  # scores are not in it, so it misses half of the OR
    "on_a_date": "cannot",  # it has moments, and the query compares dates
    "in_march": "used",  # the same column without a function
    "march_of_one": "used",  # both columns, in their order
    "march_of_all": "table",  # sorted by user first: March is everywhere in it
    "best": "used",  # read backwards, it has the order of the query: NULLs first
    "best_finished": "cannot",  # no direction has descending scores before NULLs
    "contests": "table",  # 30 rows are one page
}
