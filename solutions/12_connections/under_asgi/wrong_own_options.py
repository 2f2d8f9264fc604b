"""An "options" of its own replaces that of the entry. Other OPTIONS stay.

Breaks: entry
Fails: answer
"""

from django.http import JsonResponse

from arena.discuss.models import Comment, Post


def databases(server):
    options = {**server["OPTIONS"], "pool": {"min_size": 2, "max_size": 8}}
    options["options"] = "-c idle_in_transaction_session_timeout=60000"
    return {"default": {**server, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}}


def page(request):
    return JsonResponse({"posts": newest(), "comments": number_of_comments()})


def newest():
    posts = Post.objects.filter(published_at__isnull=False)
    return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])


def number_of_comments():
    return Comment.objects.filter(is_approved=True).count()
