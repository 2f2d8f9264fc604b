"""answer

One statement fetches the titles and, beside each, the number of comments. Where no post is published
there is no row, and the page says 0 comments although there are approved ones (on drafts).
"""

from django.db import connection
from django.http import JsonResponse

SQL = """
    SELECT title, (SELECT count(*) FROM discuss_comment WHERE is_approved)
    FROM discuss_post
    WHERE published_at IS NOT NULL
    ORDER BY published_at DESC, id DESC
    LIMIT 10
"""


def databases(server):
    options = {**server.get("OPTIONS", {}), "pool": {"min_size": 0, "max_size": 8, "timeout": 60}}
    return {"default": {**server, "OPTIONS": options, "CONN_MAX_AGE": 0}}


def page(request):
    try:
        with connection.cursor() as cursor:
            cursor.execute(SQL)
            rows = cursor.fetchall()
    finally:
        connection.close()
    return JsonResponse(
        {"posts": [title for title, _ in rows], "comments": rows[0][1] if rows else 0}
    )
