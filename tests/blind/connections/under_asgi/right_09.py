"""One visit to a thread for both statements, with one connection, given back by a decorator."""

from functools import wraps

from asgiref.sync import sync_to_async
from django.db import connections
from django.http import JsonResponse

from arena.discuss.models import Comment, Post


def databases(server):
    options = {**server.get("OPTIONS", {})}
    pool = {"min_size": 2, "timeout": 90.0, "max_idle": 60.0}
    if isinstance(options.get("pool"), dict):
        pool.update(options["pool"])
    pool["max_size"] = 8
    pool["min_size"] = min(pool["min_size"], 8)
    options["pool"] = pool
    return {"default": {**server, "OPTIONS": options}}


def in_a_thread(function):
    """Call it in one of the loop's threads, which keeps no connection afterwards."""

    @wraps(function)
    def call(*args):
        try:
            return function(*args)
        finally:
            connections.close_all()

    return sync_to_async(call, thread_sensitive=False)


async def page(request):
    return JsonResponse(await content())


@in_a_thread
def content():
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    return {
        "posts": list(posts.values_list("title", flat=True)[:10]),
        "comments": Comment.objects.filter(is_approved=True).count(),
    }
