"""total: not exact for a short list that the planner takes for a long one.

An estimate of 10,000 or more is believed for each filter. The planner guesses a third of the table
for an expression, such as Length("body") > 2000: of 100 such comments the total says 166,667.
"""

import json

SIZE = 50
EXACT = 1_000
LONG = 10_000


def page(comments, number=1):
    start = SIZE * (number - 1)
    keys = list(comments.values_list("pk", flat=True)[start : start + SIZE + 1])
    has_next = len(keys) > SIZE
    del keys[SIZE:]
    total = start + len(keys)
    if has_next or (not keys and number > 1):
        total = how_many(comments)
    return {"comments": keys, "has_next": has_next, "total": total}


def how_many(comments):
    estimate = planned(comments)
    if estimate >= LONG:
        return estimate
    number = comments[: EXACT + 1].count()
    return number if number <= EXACT else max(number, estimate)


def planned(comments):
    plan = json.loads(
        comments.values("pk").explain(format="json") or '[{"Plan": {"Plan Rows": 0}}]'
    )
    return plan[0]["Plan"]["Plan Rows"]
