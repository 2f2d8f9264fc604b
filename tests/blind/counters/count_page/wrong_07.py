"""WRONG (rule: new): the offset of `since` gets lost: right in UTC, hours off in other time zones.

strftime() writes the local time without its offset, and the connection reads it as UTC.
"""

from django.db import connection

from arena.discuss.models import Comment, Post

SQL = f"""
    WITH page AS (
        SELECT id, title, published_at
        FROM "{Post._meta.db_table}"
        WHERE published_at IS NOT NULL
        ORDER BY published_at DESC, id DESC
        LIMIT %(limit)s
    )
    SELECT page.title, numbers.comments, numbers.fresh
    FROM page
    CROSS JOIN LATERAL (
        SELECT count(*) AS comments,
               count(*) FILTER (WHERE created_at >= %(since)s::timestamptz) AS fresh
        FROM "{Comment._meta.db_table}"
        WHERE post_id = page.id AND is_approved
    ) AS numbers
    ORDER BY page.published_at DESC, page.id DESC
"""


def page(since, limit=100):
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"limit": limit, "since": since.strftime("%Y-%m-%d %H:%M:%S.%f")})
        return [
            {"title": title, "comments": comments, "new": new}
            for title, comments, new in cursor.fetchall()
        ]
