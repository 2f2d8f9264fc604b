"""The number of comments stands beside each title: without a published post it is lost.

Breaks: answer
Fails: answer
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
    options = {**server["OPTIONS"], "pool": {"min_size": 2, "max_size": 8}}
    return {"default": {**server, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}}


def page(request):
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        rows = cursor.fetchall()
    number = rows[0][1] if rows else 0
    return JsonResponse({"posts": [title for title, _ in rows], "comments": number})
