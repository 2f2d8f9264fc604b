"""failure

number_of_comments() returns its connection only if it succeeds. Each count of comments that
PostgreSQL cancels takes one connection out of the pool for good: after eight of them no request is
answered. A canceled list of posts does no harm.
"""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.http import JsonResponse

from arena.discuss.models import Comment, Post


def databases(server):
    options = {**server.get("OPTIONS", {}), "pool": {"min_size": 0, "max_size": 8}}
    return {"default": {**server, "OPTIONS": options, "CONN_MAX_AGE": 0}}


def page(request):
    with ThreadPoolExecutor(max_workers=2) as threads:
        posts = threads.submit(newest)
        comments = threads.submit(number_of_comments)
    return JsonResponse({"posts": posts.result(), "comments": comments.result()})


def newest():
    try:
        posts = Post.objects.filter(published_at__isnull=False)
        return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])
    finally:
        connection.close()


def number_of_comments():
    number = Comment.objects.filter(is_approved=True).count()
    connection.close()
    return number
