"""A transaction for both queries, which only success ends: PostgreSQL waits for a ROLLBACK.

Breaks: failure
Fails: failure
"""

from concurrent.futures import ThreadPoolExecutor

from asgiref.sync import sync_to_async
from django.db import close_old_connections, connection
from django.http import JsonResponse

from arena.discuss.models import Comment, Post

EIGHT = ThreadPoolExecutor(8)


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}


async def page(request):
    return JsonResponse(await sync_to_async(both, thread_sensitive=False, executor=EIGHT)())


def both():
    close_old_connections()
    connection.set_autocommit(False)
    answer = {"posts": newest(), "comments": number_of_comments()}
    connection.commit()
    connection.set_autocommit(True)
    return answer


def newest():
    posts = Post.objects.filter(published_at__isnull=False)
    return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])


def number_of_comments():
    return Comment.objects.filter(is_approved=True).count()
