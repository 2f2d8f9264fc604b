"""Right: raw SQL compares both columns at once. The token is microseconds and key."""

from datetime import UTC, datetime, timedelta

from django.db import connection

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

FIRST = """
SELECT id, body, created_at FROM discuss_comment
ORDER BY created_at DESC, id DESC LIMIT %s
"""
NEXT = """
SELECT id, body, created_at FROM discuss_comment
WHERE (created_at, id) < (%s, %s)
ORDER BY created_at DESC, id DESC LIMIT %s
"""


def page(after=None, size=50):
    with connection.cursor() as cursor:
        if after:
            microseconds, key = (int(part) for part in after.split("_"))
            since = EPOCH + microseconds * MICROSECOND
            cursor.execute(NEXT, [since, key, size + 1])
        else:
            cursor.execute(FIRST, [size + 1])
        rows = cursor.fetchall()
    comments = [
        {"id": key, "body": body, "created_at": created_at}
        for key, body, created_at in rows[:size]
    ]
    following = None
    if comments and len(rows) > size:
        last = comments[-1]
        following = f"{(last['created_at'] - EPOCH) // MICROSECOND}_{last['id']}"
    return {"comments": comments, "next": following}
