"""Django closes the connection when the response is sent. Until then a request needs no place in
the queue any more, and has a connection.

Breaks: connections
Fails: slow_clients
"""

from threading import BoundedSemaphore

from django.http import JsonResponse

from arena.discuss.models import Comment, Post

EIGHT = BoundedSemaphore(8)


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 0}}


def page(request):
    with EIGHT:
        return JsonResponse({"posts": newest(), "comments": number_of_comments()})


def newest():
    posts = Post.objects.filter(published_at__isnull=False)
    return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])


def number_of_comments():
    return Comment.objects.filter(is_approved=True).count()
