"""One thread per request does both queries with one connection of a pool, and returns it whatever happens."""

from asgiref.sync import sync_to_async
from django.db import connections
from django.http import JsonResponse

from arena.discuss.models import Comment, Post

POOL = {"min_size": 1, "max_size": 8, "timeout": 120.0, "max_waiting": 0}


def databases(server):
    entry = dict(server)
    entry["OPTIONS"] = dict(server.get("OPTIONS") or {})
    entry["OPTIONS"]["pool"] = POOL
    entry["CONN_MAX_AGE"] = 0  # the pool keeps them
    entry["CONN_HEALTH_CHECKS"] = True
    return {"default": entry}


async def page(request):
    return JsonResponse(await sync_to_async(content, thread_sensitive=False)())


def content():
    try:
        return {"posts": newest(), "comments": number_of_comments()}
    finally:
        connections.close_all()


def newest():
    posts = Post.objects.filter(published_at__isnull=False)
    return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])


def number_of_comments():
    return Comment.objects.filter(is_approved=True).count()
