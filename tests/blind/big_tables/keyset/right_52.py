"""SQL with a row comparison, which is one range of the index; the cursor is JSON in URL-safe base64."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from django.db import connection

SQL = """
SELECT id, body, created_at
FROM discuss_comment
{where}
ORDER BY created_at DESC, id DESC
LIMIT %s
"""


def encode(comment):
    text = json.dumps([comment["created_at"].isoformat(), comment["id"]])
    return urlsafe_b64encode(text.encode()).decode()


def decode(text):
    return json.loads(urlsafe_b64decode(text))


def page(after=None, size=50):
    where, params = "", []
    if after:
        where = "WHERE (created_at, id) < (%s::timestamptz, %s::bigint)"
        params = decode(after)
    with connection.cursor() as cursor:
        cursor.execute(SQL.format(where=where), [*params, size + 1])
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    more = len(rows) > size
    del rows[size:]
    return {"comments": rows, "next": encode(rows[-1]) if more else None}
