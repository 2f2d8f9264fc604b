"""RIGHT: a senior's: small steps, the 1,001st comment is asked for only where the page leaves it open."""

import json
from typing import Any

SIZE = 50
EXACT_UP_TO = 1000


def _small_total(comments) -> int | None:
    """Return the number of comments, or None if there are more than EXACT_UP_TO."""
    seen = len(comments.order_by().values_list("pk")[: EXACT_UP_TO + 1])
    return seen if seen <= EXACT_UP_TO else None


def _planned_total(comments) -> int:
    """Return how many rows PostgreSQL expects, which costs no reading."""
    decoded = json.loads(comments.order_by().values("pk").explain(format="json"))
    while isinstance(decoded, list):
        decoded = decoded[0]
    return int(decoded["Plan"]["Plan Rows"])


def page(comments, number: int = 1) -> dict[str, Any]:
    start = SIZE * (number - 1)
    window = list(comments.values_list("pk", flat=True)[start : start + SIZE + 1])
    keys, has_next = window[:SIZE], len(window) > SIZE

    if keys and not has_next:
        total = start + len(keys)
    elif start + len(window) > EXACT_UP_TO:
        # As many are on the pages before this one. An empty window proves nothing, and comes here
        # only far beyond the end.
        small = None if window else _small_total(comments)
        total = _planned_total(comments) if small is None else small
        total = max(total, EXACT_UP_TO + 1) if small is None else small
    else:
        small = _small_total(comments)
        total = max(_planned_total(comments), EXACT_UP_TO + 1) if small is None else small
    return {"comments": keys, "has_next": has_next, "total": total}
