"""Django's asynchronous queries use the request's own thread as well."""

from django.http import JsonResponse

from arena.discuss.models import Comment, Post


def databases(server):
    options = {**server["OPTIONS"], "pool": {"min_size": 2, "max_size": 8}}
    return {"default": {**server, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}}


async def page(request):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    titles = [title async for title in posts.values_list("title", flat=True)[:10]]
    comments = await Comment.objects.filter(is_approved=True).acount()
    return JsonResponse({"posts": titles, "comments": comments})
