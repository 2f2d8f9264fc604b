"""Both threads of an async view take connections from Django's pool of eight, and always return them."""

import asyncio
from functools import wraps

from django.db import connections
from django.http import JsonResponse

from arena.discuss.models import Comment, Post

POOL = {"min_size": 2, "max_size": 8, "timeout": 120.0, "max_idle": 60.0}


def databases(server):
    entry = dict(server)
    entry["OPTIONS"] = dict(server.get("OPTIONS") or {}, pool=dict(POOL))
    entry["CONN_MAX_AGE"] = 0  # the pool keeps connections, and not the threads
    entry["CONN_HEALTH_CHECKS"] = True
    return {"default": entry}


async def page(request):
    posts, comments = await asyncio.gather(
        asyncio.to_thread(newest), asyncio.to_thread(number_of_comments)
    )
    return JsonResponse({"posts": posts, "comments": comments})


def gives_back(function):
    """No signal of a request reaches this thread: it closes its connections itself."""

    @wraps(function)
    def wrapper():
        try:
            return function()
        finally:
            connections.close_all()

    return wrapper


@gives_back
def newest():
    posts = Post.objects.filter(published_at__isnull=False)
    return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])


@gives_back
def number_of_comments():
    return Comment.objects.filter(is_approved=True).count()
