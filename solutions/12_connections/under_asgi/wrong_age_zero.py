"""Each request closes its connection in the end: 24 requests at the same time have 24.

Breaks: connections
Fails: connections
"""

from asgiref.sync import sync_to_async
from django.http import JsonResponse

from arena.discuss.models import Comment, Post


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 0}}


async def page(request):
    posts = await sync_to_async(newest)()
    comments = await sync_to_async(number_of_comments)()
    return JsonResponse({"posts": posts, "comments": comments})


def newest():
    posts = Post.objects.filter(published_at__isnull=False)
    return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])


def number_of_comments():
    return Comment.objects.filter(is_approved=True).count()
