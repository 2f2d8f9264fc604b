"""No pool of connections but one of threads: 8, each of which keeps its connection."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.http import JsonResponse

from arena.discuss.models import Comment, Post

# Only these threads talk to PostgreSQL. They live as long as the process.
READERS = ThreadPoolExecutor(max_workers=8, thread_name_prefix="reader")


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}


async def page(request):
    posts, comments = await asyncio.gather(in_reader(newest), in_reader(number_of_comments))
    return JsonResponse({"posts": posts, "comments": comments})


def in_reader(read):
    return sync_to_async(tidily, thread_sensitive=False, executor=READERS)(read)


def tidily(read):
    """What Django does before and after a request, in the thread that has the connection."""
    close_old_connections()
    try:
        return read()
    finally:
        close_old_connections()


def newest():
    posts = Post.objects.filter(published_at__isnull=False)
    return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])


def number_of_comments():
    return Comment.objects.filter(is_approved=True).count()
