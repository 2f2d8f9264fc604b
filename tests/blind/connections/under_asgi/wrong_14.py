"""Breaks "rest": eight threads keep a connection each, and each has a transaction left open.

Autocommit is turned off for a consistent view; nobody ends the transaction that the first
statement begins. Later requests of that thread see what the database was then, or fail after a
canceled statement.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.http import JsonResponse

from arena.discuss.models import Comment, Post

THREADS = ThreadPoolExecutor(8)  # each has a connection, and keeps it


def databases(server):
    return {"default": {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, **server}}


async def page(request):
    loop = asyncio.get_running_loop()
    posts, comments = await asyncio.gather(
        loop.run_in_executor(THREADS, call, newest),
        loop.run_in_executor(THREADS, call, number_of_comments),
    )
    return JsonResponse({"posts": posts, "comments": comments})


def call(function):
    connection.ensure_connection()
    if connection.get_autocommit():
        connection.set_autocommit(False)
    return function()


def newest():
    posts = Post.objects.filter(published_at__isnull=False)
    return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])


def number_of_comments():
    return Comment.objects.filter(is_approved=True).count()
