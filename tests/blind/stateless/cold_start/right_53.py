"""Needs neither REST framework nor Celery: three queries make the API's JSON, and the six hours are a constant."""

import os
from contextlib import closing
from datetime import UTC
from io import BytesIO

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db.models import Prefetch
from django.http import JsonResponse
from django.urls import path

from arena.settings import database

settings.configure(
    SECRET_KEY="arena-runs-on-your-own-machine-only",
    AUTH_USER_MODEL="accounts.User",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    TIME_ZONE="UTC",
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=(
        "django.contrib.contenttypes",
        "django.contrib.auth",
        "arena.accounts",
        "arena.contests",
        "arena.discuss",
    ),
    MIDDLEWARE=(),
    DATABASES={"default": database(os.environ["DATABASE_URL"]) | {"CONN_MAX_AGE": 0}},
)
application = get_wsgi_application()

from arena.discuss.models import Comment, Post, Tag

NEWEST = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
HOURS = (2, 6, 10, 14, 18, 22)  # crontab(hour="2-22/4")


def moment(value):
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def person(user):
    return {
        "id": user.pk,
        "username": user.username,
        "first_name": user.first_name,
        "last_name": user.last_name,
    }


def comment_row(comment):
    return {
        "id": comment.pk,
        "author": person(comment.author),
        "body": comment.body,
        "created_at": moment(comment.created_at),
    }


def post_row(post):
    return {
        "id": post.pk,
        "title": post.title,
        "published_at": moment(post.published_at),
        "author": person(post.author),
        "tags": [tag.name for tag in post.tags.all()],
        "comments": [comment_row(comment) for comment in post.comments.all()],
    }


def posts(request):
    rows = NEWEST.values("id", "title", "author__username")[:20]
    return JsonResponse({"posts": list(rows)})


def api(request):
    approved = Comment.objects.filter(is_approved=True).order_by("created_at", "pk")
    rows = NEWEST.select_related("author").prefetch_related(
        Prefetch("tags", queryset=Tag.objects.order_by("name")),
        Prefetch("comments", queryset=approved.select_related("author")),
    )
    return JsonResponse({"posts": [post_row(post) for post in rows[:20]]})


def ranking(request):
    return JsonResponse({"hours": list(HOURS)})


urlpatterns = [path("posts/", posts), path("api/posts/", api), path("ranking/", ranking)]


def handler(event, context):
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": event["rawPath"], "SERVER_NAME": "arena"}
    environ |= {"SERVER_PORT": "443", "wsgi.input": BytesIO()}
    with closing(application(environ, lambda status, headers: None)) as response:
        return {"statusCode": response.status_code, "body": b"".join(response).decode()}
