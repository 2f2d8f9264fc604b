"""A pool of 8; each thread gives its connection back after its query."""

import asyncio

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
    posts, comments = await asyncio.gather(
        sync_to_async(returning, thread_sensitive=False)(newest),
        sync_to_async(returning, thread_sensitive=False)(number_of_comments),
    )
    return JsonResponse({"posts": posts, "comments": comments})


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
