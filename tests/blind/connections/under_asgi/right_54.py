"""Without a pool of connections: eight threads of its own, which live as long as the process, have one connection each."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import wraps

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.http import JsonResponse

from arena.discuss.models import Comment, Post

THREADS = ThreadPoolExecutor(max_workers=8, thread_name_prefix="database")


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}


def queued(function):
    """Run a function in one of the eight threads; more of them wait in the executor's queue."""

    @wraps(function)
    def run():
        close_old_connections()
        try:
            return function()
        finally:
            close_old_connections()

    return sync_to_async(run, thread_sensitive=False, executor=THREADS)


async def page(request):
    posts, comments = await asyncio.gather(queued(newest)(), queued(number_of_comments)())
    return JsonResponse({"posts": posts, "comments": comments})


def newest():
    posts = Post.objects.filter(published_at__isnull=False)
    return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])


def number_of_comments():
    return Comment.objects.filter(is_approved=True).count()
