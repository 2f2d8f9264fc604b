"""Without WSGI: Django's BaseHandler answers an HttpRequest; importlib loads DRF and Celery lazily; the connection is closed in a finally."""

import os
from importlib import import_module

import django
from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.db import connections, reset_queries
from django.http import HttpRequest, JsonResponse
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
site = BaseHandler()
site.load_middleware()

from arena.discuss.models import Post

NEWEST = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


def posts(request):
    rows = NEWEST.values("id", "title", "author__username")[:20]
    return JsonResponse({"posts": list(rows)})


def api(request):
    serializers = import_module("arena.discuss.serializers")
    rows = NEWEST.select_related("author").prefetch_related("tags")[:20]
    return JsonResponse({"posts": serializers.PostSerializer(rows, many=True).data})


def ranking(request):
    crontab = import_module("celery.schedules").crontab
    return JsonResponse({"hours": sorted(crontab(hour="2-22/4").hour)})


urlpatterns = [path("posts/", posts), path("api/posts/", api), path("ranking/", ranking)]


def handler(event, context):
    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = event["rawPath"] or "/"
    request.META = {"REQUEST_METHOD": "GET", "SERVER_NAME": "arena", "SERVER_PORT": "443"}
    reset_queries()
    try:
        response = site.get_response(request)
        try:
            return {"statusCode": response.status_code, "body": response.content.decode()}
        finally:
            response.close()
    finally:
        connections.close_all()
