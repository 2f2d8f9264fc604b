"""RIGHT: raw SQL with PostgreSQL's comparison of rows."""

from datetime import datetime

from django.db import connection

FIRST = """
SELECT id, body, created_at
FROM discuss_comment
ORDER BY created_at DESC, id DESC
LIMIT %s
"""

LATER = """
SELECT id, body, created_at
FROM discuss_comment
WHERE (created_at, id) < (%s, %s)
ORDER BY created_at DESC, id DESC
LIMIT %s
"""


def page(after=None, size=50):
    with connection.cursor() as cursor:
        if after:
            moment, key = after.split(",")
            cursor.execute(LATER, [datetime.fromisoformat(moment), int(key), size + 1])
        else:
            cursor.execute(FIRST, [size + 1])
        found = [
            {"id": key, "body": body, "created_at": moment}
            for key, body, moment in cursor.fetchall()
        ]
    rows = found[:size]
    if len(found) <= size:
        return {"comments": rows, "next": None}
    return {"comments": rows, "next": f"{rows[-1]['created_at'].isoformat()},{rows[-1]['id']}"}
