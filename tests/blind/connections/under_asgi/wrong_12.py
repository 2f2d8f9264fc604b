"""Breaks "connections": eight requests at a time, and each has two connections.

The semaphore counts requests, but a request sends its two statements in two threads at once: up
to 16 connections are open. Everything else is kept, and all are closed in the end.
"""

import asyncio
import weakref

from asgiref.sync import sync_to_async
from django.db import connection
from django.http import JsonResponse

from arena.discuss.models import Comment, Post

turnstiles = weakref.WeakKeyDictionary()  # one for each event loop


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 0}}


async def page(request):
    loop = asyncio.get_running_loop()
    async with turnstiles.setdefault(loop, asyncio.Semaphore(8)):
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
        connection.close()


def number_of_comments():
    try:
        return Comment.objects.filter(is_approved=True).count()
    finally:
        connection.close()
