"""No pool: eight requests may use the database at a time, and close their connection."""

import asyncio

from asgiref.sync import sync_to_async
from django.db import connection
from django.http import JsonResponse

from arena.discuss.models import Comment, Post

EIGHT = asyncio.Semaphore(8)


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 0}}


async def page(request):
    async with EIGHT:
        posts, comments = await sync_to_async(both)()
    return JsonResponse({"posts": posts, "comments": comments})


def both():
    try:
        return newest(), number_of_comments()
    finally:
        connection.close()


def newest():
    posts = Post.objects.filter(published_at__isnull=False)
    return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])


def number_of_comments():
    return Comment.objects.filter(is_approved=True).count()
