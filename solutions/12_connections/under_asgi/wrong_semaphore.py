"""Eight at a time use the database, and each leaves a connection behind.

Breaks: rest
Fails: rest
"""

import asyncio

from asgiref.sync import sync_to_async
from django.http import JsonResponse

from arena.discuss.models import Comment, Post

EIGHT = asyncio.Semaphore(8)


def databases(server):
    # TODO: under ASGI a thread does not live as long as its connection.
    return {"default": {**server, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}


async def page(request):
    async with EIGHT:
        posts = await sync_to_async(newest)()
        comments = await sync_to_async(number_of_comments)()
    return JsonResponse({"posts": posts, "comments": comments})


def newest():
    posts = Post.objects.filter(published_at__isnull=False)
    return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])


def number_of_comments():
    return Comment.objects.filter(is_approved=True).count()
