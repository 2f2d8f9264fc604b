"""Breaks "failure": the connection goes back to the pool only after a statement that succeeds.

A canceled statement raises past close(): its thread keeps the connection. After a few, nobody else
gets one, unless it comes to one of those threads.
"""

import asyncio

from asgiref.sync import sync_to_async
from django.db import connection
from django.http import JsonResponse

from arena.discuss.models import Comment, Post


def databases(server):
    options = server.get("OPTIONS", {})
    theirs = options.get("pool")
    pool = {
        "timeout": 60,
        "min_size": 1,
        **(theirs if isinstance(theirs, dict) else {}),
        "max_size": 8,
    }
    return {
        "default": {"CONN_HEALTH_CHECKS": True, **server, "OPTIONS": {**options, "pool": pool}}
    }


async def page(request):
    posts, comments = await asyncio.gather(
        sync_to_async(newest, thread_sensitive=False)(),
        sync_to_async(number_of_comments, thread_sensitive=False)(),
    )
    return JsonResponse({"posts": posts, "comments": comments})


def newest():
    posts = Post.objects.filter(published_at__isnull=False)
    titles = list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])
    connection.close()  # back to the pool, from the thread that has it
    return titles


def number_of_comments():
    number = Comment.objects.filter(is_approved=True).count()
    connection.close()
    return number
