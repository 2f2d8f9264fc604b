"""together

All counts of comments share one thread ("a count is cheap"). While the counts are the slow
statements, one of them runs at a time, and not eight. While the lists of posts are slow, eight run.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from asgiref.sync import sync_to_async
from django.db import connection
from django.http import JsonResponse

from arena.discuss.models import Comment, Post

LISTS = ThreadPoolExecutor(max_workers=8)
COUNTS = ThreadPoolExecutor(max_workers=1)


def databases(server):
    options = {**server.get("OPTIONS", {}), "pool": {"min_size": 0, "max_size": 8, "timeout": 60}}
    return {"default": {**server, "OPTIONS": options, "CONN_MAX_AGE": 0}}


async def page(request):
    posts, comments = await asyncio.gather(
        sync_to_async(returned, thread_sensitive=False, executor=LISTS)(newest),
        sync_to_async(returned, thread_sensitive=False, executor=COUNTS)(number_of_comments),
    )
    return JsonResponse({"posts": posts, "comments": comments})


def returned(function):
    try:
        return function()
    finally:
        connection.close()


def newest():
    posts = Post.objects.filter(published_at__isnull=False)
    return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])


def number_of_comments():
    return Comment.objects.filter(is_approved=True).count()
