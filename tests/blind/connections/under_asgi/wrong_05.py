"""Breaks queue: closes the connections of another thread than those that ran the queries.

The first eight threads keep theirs for ever; the requests in the other 24 wait till PoolTimeout.
"""

import asyncio

from asgiref.sync import sync_to_async
from django.db import connections
from django.http import JsonResponse

from arena.discuss.models import Comment, Post


def databases(server):
    options = {**server.get("OPTIONS", {}), "pool": {"min_size": 4, "max_size": 8}}
    return {
        "default": {**server, "OPTIONS": options, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
    }


async def page(request):
    try:
        posts, comments = await asyncio.gather(
            sync_to_async(newest, thread_sensitive=False)(),
            sync_to_async(number_of_comments, thread_sensitive=False)(),
        )
    finally:
        await sync_to_async(connections.close_all)()
    return JsonResponse({"posts": posts, "comments": comments})


def newest():
    posts = Post.objects.filter(published_at__isnull=False)
    return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])


def number_of_comments():
    return Comment.objects.filter(is_approved=True).count()
