"""entry

An OPTIONS["options"] of the entry, such as "-c search_path=arena" or "-c statement_timeout=5000", is
replaced by this answer's own. Other OPTIONS stay, so it shows only with an entry that has this one.
"""

from django.db import connection
from django.http import JsonResponse

from arena.discuss.models import Comment, Post


def databases(server):
    options = {
        **server.get("OPTIONS", {}),
        "options": "-c idle_in_transaction_session_timeout=60000",
        "pool": {"min_size": 1, "max_size": 8, "timeout": 60},
    }
    return {"default": {**server, "OPTIONS": options, "CONN_MAX_AGE": 0}}


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
