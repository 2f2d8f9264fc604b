"""Breaks "answer": the number of comments is remembered for a second, to spare the pool.

A request after a new comment (or an approval) may still tell the old number.
"""

import asyncio
import time

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
    try:
        posts = Post.objects.filter(published_at__isnull=False)
        return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])
    finally:
        connection.close()  # back to the pool, from the thread that has it


remembered = {"until": 0.0, "number": 0}


def number_of_comments():
    if time.monotonic() < remembered["until"]:
        return remembered["number"]
    try:
        number = Comment.objects.filter(is_approved=True).count()
    finally:
        connection.close()
    remembered.update(until=time.monotonic() + 1, number=number)
    return number
