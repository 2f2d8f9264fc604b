"""WSGIHandler after django.setup(), connections closed by a context manager around each request, the hours computed without Celery, and DRF's serializer behind a function that imports it."""

import os
from contextlib import contextmanager
from io import BytesIO

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.http import JsonResponse
from django.urls import path

from arena.settings import database

APPS = """
    django.contrib.auth django.contrib.contenttypes
    arena.accounts arena.contests arena.discuss
"""
settings.configure(
    SECRET_KEY="arena-runs-on-your-own-machine-only",
    AUTH_USER_MODEL="accounts.User",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    TIME_ZONE="UTC",
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=APPS.split(),
    MIDDLEWARE=[],
    DATABASES={"default": {**database(os.environ["DATABASE_URL"]), "CONN_MAX_AGE": 0}},
)
django.setup()
application = WSGIHandler()

from arena.discuss.models import Post


def newest():
    return Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


def posts(request):
    rows = newest().values("id", "title", "author__username")[:20]
    return JsonResponse({"posts": list(rows)})


def serialized(rows):
    from arena.discuss import serializers

    return serializers.PostSerializer(rows, many=True).data


def api(request):
    rows = newest().select_related("author").prefetch_related("tags")[:20]
    return JsonResponse({"posts": serialized(rows)})


def ranking(request):
    return JsonResponse({"hours": list(range(2, 23, 4))})  # cron's 2-22/4


urlpatterns = [path("posts/", posts), path("api/posts/", api), path("ranking/", ranking)]


@contextmanager
def no_connection_left():
    try:
        yield
    finally:
        connections.close_all()


@no_connection_left()
def handler(event, context):
    response = application(environ(event["rawPath"]), lambda status, headers: None)
    try:
        return {"statusCode": response.status_code, "body": b"".join(response).decode()}
    finally:
        response.close()


def environ(raw_path):
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": raw_path.encode("utf-8", "replace").decode("latin-1"),
        "SERVER_NAME": "arena",
        "SERVER_PORT": "443",
        "wsgi.input": BytesIO(),
    }
