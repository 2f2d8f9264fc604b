"""Breaks failure: after a canceled statement a thread stays in its failed transaction.

The thread lives on, and each later request that it gets fails.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from django.db import transaction
from django.http import JsonResponse

from arena.discuss.models import Comment, Post

POOL = ThreadPoolExecutor(8)


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}


async def page(request):
    loop = asyncio.get_running_loop()
    return JsonResponse(await loop.run_in_executor(POOL, content))


def content():
    """Both numbers in one transaction."""
    transaction.set_autocommit(False)
    result = {"posts": newest(), "comments": number_of_comments()}
    transaction.commit()
    transaction.set_autocommit(True)
    return result


def newest():
    posts = Post.objects.filter(published_at__isnull=False)
    return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])


def number_of_comments():
    return Comment.objects.filter(is_approved=True).count()
