"""Right: no WSGI at all: Django's base handler with a plain HttpRequest."""

import os

import django
from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.signals import request_started
from django.db import connections
from django.http import HttpRequest, JsonResponse
from django.urls import path, set_script_prefix

from arena.settings import database

settings.configure(
    SECRET_KEY="arena-runs-on-your-own-machine-only",
    AUTH_USER_MODEL="accounts.User",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    TIME_ZONE="UTC",
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=(
        "django.contrib.auth django.contrib.contenttypes "
        "arena.accounts arena.contests arena.discuss"
    ).split(),
    MIDDLEWARE=(),
    DATABASES={"default": {**database(os.environ["DATABASE_URL"]), "CONN_MAX_AGE": 0}},
)
django.setup()

from arena.discuss.models import Post  # noqa: E402


def newest():
    return Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


def posts(request):
    rows = newest().values("id", "title", "author__username")[:20]
    return JsonResponse({"posts": list(rows)})


def api(request):
    from arena.discuss.serializers import PostSerializer

    rows = newest().select_related("author").prefetch_related("tags")[:20]
    return JsonResponse({"posts": PostSerializer(rows, many=True).data})


def ranking(request):
    from celery.schedules import crontab

    return JsonResponse({"hours": sorted(crontab(hour="2-22/4").hour)})


urlpatterns = [path("posts/", posts), path("api/posts/", api), path("ranking/", ranking)]

base = BaseHandler()
base.load_middleware()
set_script_prefix("/")


def handler(event, context):
    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = event["rawPath"] or "/"
    request.META = {"REQUEST_METHOD": "GET", "SERVER_NAME": "arena", "SERVER_PORT": "443"}
    try:
        request_started.send(sender=BaseHandler, environ=request.META)
        response = base.get_response(request)
        try:
            return {"statusCode": response.status_code, "body": response.content.decode()}
        finally:
            response.close()
    finally:
        for connection in connections.all(initialized_only=True):
            connection.close()
