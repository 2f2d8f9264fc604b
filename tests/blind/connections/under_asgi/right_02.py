"""A sync page and a pool of 8: one thread and one connection for both queries."""

from contextlib import closing

from django.db import connections
from django.http import JsonResponse

from arena.discuss.models import Comment, Post


def databases(server):
    entry = dict(server)
    entry["OPTIONS"] = dict(entry.get("OPTIONS") or {})
    entry["OPTIONS"]["pool"] = {"min_size": 8, "max_size": 8, "timeout": 60}
    entry["CONN_MAX_AGE"] = 0
    entry["CONN_HEALTH_CHECKS"] = True
    return {"default": entry}


def page(request):
    with closing(connections["default"]):
        return JsonResponse({"posts": newest(), "comments": number_of_comments()})


def newest():
    posts = Post.objects.filter(published_at__isnull=False)
    return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])


def number_of_comments():
    return Comment.objects.filter(is_approved=True).count()
