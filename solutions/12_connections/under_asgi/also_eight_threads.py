"""Eight threads of the site's own, each of which keeps its connection."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.http import JsonResponse

from arena.discuss.models import Comment, Post

EIGHT = ThreadPoolExecutor(8)


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}


async def page(request):
    posts, comments = await asyncio.gather(
        in_thread(newest)(),
        in_thread(number_of_comments)(),
    )
    return JsonResponse({"posts": posts, "comments": comments})


def in_thread(call):
    def request():
        close_old_connections()
        return call()

    return sync_to_async(request, thread_sensitive=False, executor=EIGHT)


def newest():
    posts = Post.objects.filter(published_at__isnull=False)
    return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])


def number_of_comments():
    return Comment.objects.filter(is_approved=True).count()
