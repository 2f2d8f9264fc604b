"""together: the pool has its default size.

"pool": True means four connections and not more, so that only four statements run at the same time and the fifth one waits.
"""

import asyncio

from asgiref.sync import sync_to_async
from django.db import connection
from django.http import JsonResponse

from arena.discuss.models import Comment, Post


def databases(server):
    options = {**server.get("OPTIONS", {}), "pool": True}
    return {"default": {**server, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}}


def in_thread(function):
    def run():
        try:
            return function()
        finally:
            connection.close()

    return sync_to_async(run, thread_sensitive=False)()


async def page(request):
    posts, comments = await asyncio.gather(in_thread(newest), in_thread(number_of_comments))
    return JsonResponse({"posts": posts, "comments": comments})


def newest():
    posts = Post.objects.filter(published_at__isnull=False)
    return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])


def number_of_comments():
    return Comment.objects.filter(is_approved=True).count()
