"""Every comment and like arrives in an array, and Python takes the length.

It is one row for each post, and it holds the key of everything that should stay in the database.

Breaks: fetched
Fails: rows
"""

import json

from django.db import connection

ARRAYS = {
    "postgresql": "(SELECT json_agg({0}.id) FROM {0} WHERE {0}.post_id = page.id{1})",
    "sqlite": "(SELECT json_group_array({0}.id) FROM {0} WHERE {0}.post_id = page.id{1})",
}
SQL = """
    SELECT page.title, {} AS comments, {} AS likes
    FROM (
        SELECT id, title, published_at FROM discuss_post WHERE published_at IS NOT NULL
        ORDER BY published_at DESC, id DESC LIMIT %s
    ) AS page
    ORDER BY page.published_at DESC, page.id DESC
"""


def length(keys):
    return len(json.loads(keys) if isinstance(keys, str) else keys or [])


def totals(limit=50):
    array = ARRAYS[connection.vendor].format
    sql = SQL.format(array("discuss_comment", " AND is_approved"), array("discuss_like", ""))
    with connection.cursor() as cursor:
        cursor.execute(sql, [limit])
        return [
            {"title": title, "comments": length(comments), "likes": length(likes)}
            for title, comments, likes in cursor.fetchall()
        ]
