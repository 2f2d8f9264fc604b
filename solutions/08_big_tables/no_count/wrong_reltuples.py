"""The catalogue's number of rows is that of the table, whatever the list is filtered by.

Breaks: total
Fails: estimates
"""

from django.db import connection

SIZE = 50
EXACT = 1_000


def page(comments, number=1):
    start = SIZE * (number - 1)
    found = list(comments.values_list("pk", flat=True)[start : start + SIZE + 1])
    return {"comments": found[:SIZE], "has_next": len(found) > SIZE, "total": total(comments)}


def total(comments):
    some = comments.order_by()[: EXACT + 1].count()
    if some <= EXACT:
        return some
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE relname = 'discuss_comment'")
        return cursor.fetchone()[0]
