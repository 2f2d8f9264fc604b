"""A sync view has one connection of Django's pool of eight, and gives it back before it answers."""

from django.db import connection
from django.http import JsonResponse

from arena.discuss.models import Comment, Post


def databases(server):
    pool = {"min_size": 0, "max_size": 8, "timeout": 60}
    return {
        "default": {
            **server,
            "OPTIONS": {**server.get("OPTIONS", {}), "pool": pool},
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": True,
        }
    }


def page(request):
    try:
        answer = {"posts": newest(), "comments": number_of_comments()}
    finally:
        connection.close()
    return JsonResponse(answer)


def newest():
    posts = Post.objects.filter(published_at__isnull=False)
    return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])


def number_of_comments():
    return Comment.objects.filter(is_approved=True).count()
