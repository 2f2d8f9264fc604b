"""Arena runs under ASGI. After each rush PostgreSQL says "sorry, too many clients already".

24 visitors open page() at the same time, and nobody closes the connections that they get.

Change databases(), which gets the entry of DATABASES and returns the setting, and page(), which
need not be async. The event loop has 32 threads.

Rules:
- answer: the response stays the same.
- entry: what the entry says stays, in its OPTIONS too.
- connections: 24 requests at the same time have at most 8 connections open.
- together: 8 statements can run at the same time.
- queue: no request fails because all connections are in use, even if that takes three seconds.
- rest: after the rush at most 8 connections are open, and no transaction.
- failure: so it is, and later requests are answered, after PostgreSQL has canceled statements.
"""

import asyncio

from asgiref.sync import sync_to_async
from django.http import JsonResponse

from arena.discuss.models import Comment, Post


def databases(server):
    # TODO: under ASGI a thread does not live as long as its connection.
    return {"default": {**server, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}


async def page(request):
    posts, comments = await asyncio.gather(
        sync_to_async(newest, thread_sensitive=False)(),
        sync_to_async(number_of_comments, thread_sensitive=False)(),
    )
    return JsonResponse({"posts": posts, "comments": comments})


def newest():
    posts = Post.objects.filter(published_at__isnull=False)
    return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])


def number_of_comments():
    return Comment.objects.filter(is_approved=True).count()
