"""Asynchronous queries, and a filter that got lost: drafts come first.

Breaks: answer
Fails: answer
"""

from django.http import JsonResponse

from arena.discuss.models import Comment, Post


def databases(server):
    options = {**server["OPTIONS"], "pool": {"min_size": 2, "max_size": 8}}
    return {"default": {**server, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}}


async def page(request):
    posts = Post.objects.order_by("-published_at", "-pk").values_list("title", flat=True)
    titles = [title async for title in posts[:10]]
    comments = await Comment.objects.filter(is_approved=True).acount()
    return JsonResponse({"posts": titles, "comments": comments})
