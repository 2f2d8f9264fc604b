"""A request that finds no connection free gets an error after a second.

Breaks: queue
Fails: queue
"""

from asgiref.sync import sync_to_async
from django.http import JsonResponse

from arena.discuss.models import Comment, Post


def databases(server):
    options = {**server["OPTIONS"], "pool": {"min_size": 2, "max_size": 8, "timeout": 1}}
    return {"default": {**server, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}}


async def page(request):
    posts = await sync_to_async(newest)()
    comments = await sync_to_async(number_of_comments)()
    return JsonResponse({"posts": posts, "comments": comments})


def newest():
    posts = Post.objects.filter(published_at__isnull=False)
    return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])


def number_of_comments():
    return Comment.objects.filter(is_approved=True).count()
