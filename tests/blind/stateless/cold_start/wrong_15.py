"""Wrong (modules): django.test's RequestFactory makes the request: with it come the test runner, unittest,
the template engine and more, far over 30 modules."""

import os
from contextlib import closing

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.http import JsonResponse
from django.test import RequestFactory
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
factory = RequestFactory()

from arena.discuss.models import Post

NEWEST = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


def posts(request):
    rows = NEWEST.values("id", "title", "author__username")[:20]
    return JsonResponse({"posts": list(rows)})


def api(request):
    from arena.discuss.serializers import PostSerializer

    rows = NEWEST.select_related("author").prefetch_related("tags")[:20]
    return JsonResponse({"posts": PostSerializer(rows, many=True).data})


def ranking(request):
    from celery.schedules import crontab

    return JsonResponse({"hours": sorted(crontab(hour="2-22/4").hour)})


urlpatterns = [path("posts/", posts), path("api/posts/", api), path("ranking/", ranking)]


def handler(event, context):
    request = factory.get(event["rawPath"], secure=True)
    try:
        with closing(application.get_response(request)) as response:
            return {"statusCode": response.status_code, "body": b"".join(response).decode()}
    finally:
        connections.close_all()
