"""Eight threads of their own keep one connection each, and statements wait in the queue of these threads."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.http import JsonResponse

from arena.discuss.models import Comment, Post

WORKERS = ThreadPoolExecutor(max_workers=8, thread_name_prefix="database")


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}


async def page(request):
    posts, comments = await asyncio.gather(in_worker(newest), in_worker(number_of_comments))
    return JsonResponse({"posts": posts, "comments": comments})


def in_worker(function):
    return sync_to_async(tidy, thread_sensitive=False, executor=WORKERS)(function)


def tidy(function):
    """Do for this thread what Django does for a thread that answers a request."""
    close_old_connections()
    try:
        return function()
    finally:
        close_old_connections()


def newest():
    posts = Post.objects.filter(published_at__isnull=False)
    return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])


def number_of_comments():
    return Comment.objects.filter(is_approved=True).count()
