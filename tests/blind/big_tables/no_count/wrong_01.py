"""WRONG: total. reltuples is the length of the whole table, not of a filtered list: 500,000 where
400,000 are approved.
"""

from django.db import connection

SIZE = 50


def page(comments, number=1):
    start = SIZE * (number - 1)
    found = list(comments.values_list("pk", flat=True)[start : start + SIZE + 1])
    total = comments.order_by()[:1001].count()
    if total > 1000:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT reltuples::bigint FROM pg_class WHERE oid = 'discuss_comment'::regclass"
            )
            total = max(total, cursor.fetchone()[0])
    return {"comments": found[:SIZE], "has_next": len(found) > SIZE, "total": total}
