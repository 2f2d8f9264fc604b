"""Right: a small class; each question is asked when it is needed, and the sum of them is three at most."""

import json
from functools import cached_property

SIZE = 50
LIMIT = 1000


class LongList:
    def __init__(self, comments):
        self.keys = comments.values_list("pk", flat=True)

    @cached_property
    def head(self):
        """The first keys, and one more than has to be counted exactly."""
        return list(self.keys[: LIMIT + 1])

    def part(self, start, stop):
        if stop <= LIMIT + 1:
            return self.head[start:stop]
        return list(self.keys[start:stop])

    def total(self):
        if len(self.head) <= LIMIT:
            return len(self.head)
        answer = json.loads(self.keys.order_by().explain(format="JSON"))
        while isinstance(answer, str):
            answer = json.loads(answer)
        return max(LIMIT + 1, int(answer[0]["Plan"]["Plan Rows"]))


def page(comments, number=1):
    long_list = LongList(comments)
    start = SIZE * (number - 1)
    part = long_list.part(start, start + SIZE + 1)
    return {
        "comments": part[:SIZE],
        "has_next": len(part) > SIZE,
        "total": long_list.total(),
    }
