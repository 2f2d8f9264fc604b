"""Both queries at the same time; each thread gives its connection back itself."""

import asyncio

from asgiref.sync import sync_to_async
from django.db import connection
from django.http import JsonResponse

from arena.discuss.models import Comment, Post


def databases(server):
    options = {**server["OPTIONS"], "pool": {"min_size": 2, "max_size": 8}}
    return {"default": {**server, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}}


async def page(request):
    posts, comments = await asyncio.gather(
        gives_back(newest)(),
        gives_back(number_of_comments)(),
    )
    return JsonResponse({"posts": posts, "comments": comments})


def gives_back(call):
    def closing():
        try:
            return call()
        finally:
            connection.close()

    return sync_to_async(closing, thread_sensitive=False)


def newest():
    posts = Post.objects.filter(published_at__isnull=False)
    return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])


def number_of_comments():
    return Comment.objects.filter(is_approved=True).count()
