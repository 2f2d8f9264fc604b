"""A synchronous view, in one thread; a pool of eight, all open."""

from django.http import JsonResponse

from arena.discuss.models import Comment, Post


def databases(server):
    options = {**server["OPTIONS"], "pool": {"min_size": 8, "timeout": 10}}
    return {"default": {**server, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}}


def page(request):
    posts, comments = newest(), number_of_comments()
    return JsonResponse({"posts": posts, "comments": comments})


def newest():
    posts = Post.objects.filter(published_at__isnull=False)
    return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])


def number_of_comments():
    return Comment.objects.filter(is_approved=True).count()
