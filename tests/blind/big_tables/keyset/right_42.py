"""SQL with a row comparison, one range of the index; the place is written as ISO text and id."""

from datetime import UTC, datetime

from django.db import connection

FIRST = """
SELECT id, body, created_at FROM discuss_comment
ORDER BY created_at DESC, id DESC LIMIT %s
"""
LATER = """
SELECT id, body, created_at FROM discuss_comment
WHERE (created_at, id) < (%s, %s)
ORDER BY created_at DESC, id DESC LIMIT %s
"""


def page(after=None, size=50):
    with connection.cursor() as cursor:
        if after:
            moment, _, key = after.partition("~")
            created_at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
            cursor.execute(LATER, [created_at, int(key), size + 1])
        else:
            cursor.execute(FIRST, [size + 1])
        rows = cursor.fetchall()
    follows = None
    if 0 < size < len(rows):
        key, _, created_at = rows[size - 1]
        moment = created_at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
        follows = f"{moment}~{key}"
    names = ("id", "body", "created_at")
    return {"comments": [dict(zip(names, row)) for row in rows[:size]], "next": follows}
