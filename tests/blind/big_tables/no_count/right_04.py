"""RIGHT: Django's Paginator with a count of its own."""

import json

from django.core.paginator import Paginator
from django.db import connections
from django.utils.functional import cached_property

SIZE = 50


class RoughPaginator(Paginator):
    """A paginator that counts up to 1,000 and lets the planner guess beyond that."""

    exact = 1000

    @cached_property
    def count(self):
        comments = self.object_list.order_by()
        bounded = len(comments.values_list("pk", flat=True)[: self.exact + 1])
        if bounded <= self.exact:
            return bounded
        return max(bounded, self._planned(comments))

    @staticmethod
    def _planned(comments):
        sql, params = comments.values_list("pk").query.sql_with_params()
        with connections[comments.db].cursor() as cursor:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
            (plan,) = cursor.fetchone()
        plan = json.loads(plan) if isinstance(plan, str) else plan
        return int(plan[0]["Plan"]["Plan Rows"])

    def slice_with_next(self, number):
        start = (number - 1) * self.per_page
        keys = list(
            self.object_list.values_list("pk", flat=True)[start : start + self.per_page + 1]
        )
        return keys[: self.per_page], len(keys) > self.per_page


def page(comments, number=1):
    paginator = RoughPaginator(comments, SIZE)
    keys, has_next = paginator.slice_with_next(number)
    return {"comments": keys, "has_next": has_next, "total": paginator.count}
