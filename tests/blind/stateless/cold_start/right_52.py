"""Modules that only some paths need are loaded by name at their first use, and each request ends with connections.close_all()."""

import os
from functools import cache
from importlib import import_module
from io import BytesIO

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.http import JsonResponse
from django.urls import path

from arena.settings import database

DATABASE = database(os.environ["DATABASE_URL"])
DATABASE["CONN_MAX_AGE"] = 0

settings.configure(
    SECRET_KEY="arena-runs-on-your-own-machine-only",
    AUTH_USER_MODEL="accounts.User",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    TIME_ZONE="UTC",
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "arena.accounts",
        "arena.contests",
        "arena.discuss",
    ],
    MIDDLEWARE=[],
    DATABASES={"default": DATABASE},
)
django.setup()

from arena.discuss.models import Post

NEWEST = Post.objects.exclude(published_at=None).order_by("-published_at", "-pk")


@cache
def load(module, name):
    return getattr(import_module(module), name)


def posts(request):
    rows = NEWEST.values("id", "title", "author__username")[:20]
    return JsonResponse({"posts": list(rows)})


def api(request):
    serializer = load("arena.discuss.serializers", "PostSerializer")
    rows = NEWEST.select_related("author").prefetch_related("tags")[:20]
    return JsonResponse({"posts": serializer(rows, many=True).data})


@cache
def hours():
    crontab = load("celery.schedules", "crontab")
    return sorted(crontab(hour="2-22/4").hour)


def ranking(request):
    return JsonResponse({"hours": hours()})


urlpatterns = [path("posts/", posts), path("api/posts/", api), path("ranking/", ranking)]

APPLICATION = WSGIHandler()


def handler(event, context):
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": event["rawPath"],
        "SERVER_NAME": "arena",
        "SERVER_PORT": "443",
        "wsgi.input": BytesIO(),
    }
    try:
        response = APPLICATION(environ, lambda status, headers: None)
        try:
            return {"statusCode": response.status_code, "body": b"".join(response).decode()}
        finally:
            response.close()
    finally:
        connections.close_all()  # frozen without one, whatever happened
