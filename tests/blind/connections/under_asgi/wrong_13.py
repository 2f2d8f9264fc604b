"""Breaks "together": four threads do all the statements, so four run at the same time.

Half of the eight, because a request needs two: in fact it is a statement that needs a connection.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.http import JsonResponse

from arena.discuss.models import Comment, Post

THREADS = ThreadPoolExecutor(4)


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
    loop = asyncio.get_running_loop()
    posts, comments = await asyncio.gather(
        loop.run_in_executor(THREADS, newest),
        loop.run_in_executor(THREADS, number_of_comments),
    )
    return JsonResponse({"posts": posts, "comments": comments})


def newest():
    try:
        posts = Post.objects.filter(published_at__isnull=False)
        return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])
    finally:
        connection.close()  # back to the pool, from the thread that has it


def number_of_comments():
    try:
        return Comment.objects.filter(is_approved=True).count()
    finally:
        connection.close()
