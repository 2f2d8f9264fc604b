"""One statement for the whole page, as raw SQL, with a connection of a pool of 8."""

from asgiref.sync import sync_to_async
from django.db import connections
from django.http import JsonResponse

from arena.discuss.models import Comment, Post

PAGE = """
    SELECT
        ARRAY(
            SELECT title
            FROM discuss_post
            WHERE published_at IS NOT NULL
            ORDER BY published_at DESC, id DESC
            LIMIT 10
        ),
        (SELECT count(*) FROM discuss_comment WHERE is_approved)
"""


def databases(server):
    options = server.get("OPTIONS", {}) | {"pool": {"min_size": 2, "max_size": 8, "timeout": 30}}
    pooled = {"OPTIONS": options, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
    return {"default": server | pooled}


async def page(request):
    return JsonResponse(await content())


@sync_to_async(thread_sensitive=False)
def content():
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute(PAGE)
            posts, comments = cursor.fetchone()
    finally:
        connections.close_all()
    return {"posts": posts, "comments": comments}


def newest():
    posts = Post.objects.filter(published_at__isnull=False)
    return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])


def number_of_comments():
    return Comment.objects.filter(is_approved=True).count()
