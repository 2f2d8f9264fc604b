"""close_old_connections() in the event loop's thread, which has no connection to close.

Breaks: queue
Fails: queue
"""

import asyncio

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.http import JsonResponse

from arena.discuss.models import Comment, Post


def databases(server):
    options = {**server["OPTIONS"], "pool": {"min_size": 2, "max_size": 8}}
    return {"default": {**server, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}}


async def page(request):
    posts, comments = await asyncio.gather(
        sync_to_async(newest, thread_sensitive=False)(),
        sync_to_async(number_of_comments, thread_sensitive=False)(),
    )
    close_old_connections()
    return JsonResponse({"posts": posts, "comments": comments})


def newest():
    posts = Post.objects.filter(published_at__isnull=False)
    return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])


def number_of_comments():
    return Comment.objects.filter(is_approved=True).count()
