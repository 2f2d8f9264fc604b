"""Right: setup() and WSGIHandler(), hours as they are, serializers imported on demand."""

import os
from importlib import import_module
from io import BytesIO

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import JsonResponse
from django.urls import path

from arena.settings import database

settings.configure(
    SECRET_KEY="arena-runs-on-your-own-machine-only",
    AUTH_USER_MODEL="accounts.User",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    TIME_ZONE="UTC",
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[
        "django.contrib.contenttypes",
        "django.contrib.auth",
        "arena.accounts",
        "arena.contests",
        "arena.discuss",
    ],
    MIDDLEWARE=[],
    DATABASES={"default": database(os.environ["DATABASE_URL"])},  # CONN_MAX_AGE is 0
)
django.setup()

from arena.discuss.models import Post

NEWEST = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
HOURS = [2, 6, 10, 14, 18, 22]  # 2-22/4 in a crontab


def posts(request):
    return JsonResponse({"posts": list(NEWEST.values("id", "title", "author__username")[:20])})


def api(request):
    serializers = import_module("arena.discuss.serializers")
    rows = NEWEST.select_related("author").prefetch_related("tags")[:20]
    return JsonResponse({"posts": serializers.PostSerializer(rows, many=True).data})


def ranking(request):
    return JsonResponse({"hours": HOURS})


urlpatterns = [path("posts/", posts), path("api/posts/", api), path("ranking/", ranking)]

application = WSGIHandler()


def handler(event, context):
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": event["rawPath"].encode("utf-8", "replace").decode("latin-1"),
        "SERVER_NAME": "arena",
        "SERVER_PORT": "443",
        "wsgi.input": BytesIO(),
    }
    response = None
    try:
        response = application(environ, lambda status, headers: None)
        return {"statusCode": response.status_code, "body": response.content.decode()}
    finally:
        if response is not None:
            response.close()
        connection.close()
