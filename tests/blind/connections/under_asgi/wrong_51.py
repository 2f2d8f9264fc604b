"""queue: there is a pool, but nobody gives a connection back.

The first eight threads keep theirs, because request_finished closes only the connection of its own thread. The other threads wait
for 30 seconds and fail: it shows with 24 requests at the same time.
"""

import asyncio

from asgiref.sync import sync_to_async
from django.http import JsonResponse

from arena.discuss.models import Comment, Post


def databases(server):
    options = {**server.get("OPTIONS", {}), "pool": {"min_size": 2, "max_size": 8}}
    return {"default": {**server, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}}


async def page(request):
    posts, comments = await asyncio.gather(
        sync_to_async(newest, thread_sensitive=False)(),
        sync_to_async(number_of_comments, thread_sensitive=False)(),
    )
    return JsonResponse({"posts": posts, "comments": comments})


def newest():
    posts = Post.objects.filter(published_at__isnull=False)
    return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])


def number_of_comments():
    return Comment.objects.filter(is_approved=True).count()
