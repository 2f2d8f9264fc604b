"""A pool of 8 that may become empty; threads of asyncio; close_old_connections()."""

import asyncio
from contextlib import contextmanager
from copy import deepcopy

from django.db import close_old_connections
from django.http import JsonResponse

from arena.discuss.models import Comment, Post


def databases(server):
    default = deepcopy(server)
    default.setdefault("OPTIONS", {})["pool"] = {"min_size": 0, "max_size": 8, "max_idle": 60}
    # With an age of 0, close_old_connections() gives a connection back to the pool.
    default.update(CONN_MAX_AGE=0, CONN_HEALTH_CHECKS=True)
    return {"default": default}


async def page(request):
    posts, comments = await asyncio.gather(
        asyncio.to_thread(posts_of_page), asyncio.to_thread(comments_of_page)
    )
    return JsonResponse({"posts": posts, "comments": comments})


@contextmanager
def borrowed_connection():
    try:
        yield
    finally:
        close_old_connections()


@borrowed_connection()
def posts_of_page():
    return newest()


@borrowed_connection()
def comments_of_page():
    return number_of_comments()


def newest():
    posts = Post.objects.filter(published_at__isnull=False)
    return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])


def number_of_comments():
    return Comment.objects.filter(is_approved=True).count()
