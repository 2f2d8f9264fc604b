"""A plain synchronous view: Django runs it in a thread of the request, and a pool lends that thread a connection."""

from contextlib import contextmanager

from django.db import connection
from django.http import JsonResponse

from arena.discuss.models import Comment, Post


def databases(server):
    return {
        "default": {
            **server,
            "CONN_MAX_AGE": 0,
            "OPTIONS": {**server.get("OPTIONS", {}), "pool": {"min_size": 8, "max_size": 8, "timeout": 60}},
        }
    }


@contextmanager
def borrowed_connection():
    """Give the connection back to the pool at the end, not when the thread happens to end."""
    try:
        yield
    finally:
        connection.close()


def page(request):
    with borrowed_connection():
        posts = newest()
        comments = number_of_comments()
    return JsonResponse({"posts": posts, "comments": comments})


def newest():
    posts = Post.objects.filter(published_at__isnull=False)
    return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])


def number_of_comments():
    return Comment.objects.filter(is_approved=True).count()
