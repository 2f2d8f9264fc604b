"""Breaks queue: each request holds a connection while it waits for a second one.

When eight requests have their first, none gets its second, until requests get a PoolTimeout.
"""

from concurrent.futures import ThreadPoolExecutor

from asgiref.sync import sync_to_async
from django.db import connection
from django.http import JsonResponse

from arena.discuss.models import Comment, Post


def databases(server):
    options = {**server.get("OPTIONS", {}), "pool": {"min_size": 4, "max_size": 8}}
    return {
        "default": {**server, "OPTIONS": options, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
    }


async def page(request):
    return JsonResponse(await sync_to_async(content, thread_sensitive=False)())


def content():
    try:
        posts = newest()
        with ThreadPoolExecutor(1) as other:
            comments = other.submit(returning, number_of_comments).result()
        return {"posts": posts, "comments": comments}
    finally:
        connection.close()


def returning(read):
    """Call read; give the connection of this thread back, whatever happens."""
    try:
        return read()
    finally:
        connection.close()


def newest():
    posts = Post.objects.filter(published_at__isnull=False)
    return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])


def number_of_comments():
    return Comment.objects.filter(is_approved=True).count()
