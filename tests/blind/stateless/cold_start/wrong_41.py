"""idle

The views are called without Django's handler, and the connection is closed after a view that returned: after one that raised (a query that fails, a timeout) the
copy answers 500 and keeps its connection.
"""

import logging
import os

import django
from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.db import connections
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import path, resolve

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
BaseHandler().load_middleware()

from arena.discuss.models import Post

NEWEST = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


def posts(request):
    rows = NEWEST.values("id", "title", "author__username")[:20]
    return JsonResponse({"posts": list(rows)})


def api(request):
    from arena.discuss.serializers import PostSerializer  # Django REST framework

    rows = NEWEST.select_related("author").prefetch_related("tags")[:20]
    return JsonResponse({"posts": PostSerializer(rows, many=True).data})


def ranking(request):
    from celery.schedules import crontab

    return JsonResponse({"hours": sorted(crontab(hour="2-22/4").hour)})


urlpatterns = [path("posts/", posts), path("api/posts/", api), path("ranking/", ranking)]


def handler(event, context):
    try:
        match = resolve(event["rawPath"] or "/")
        response = match.func(HttpRequest(), *match.args, **match.kwargs)
    except Http404:
        return {"statusCode": 404, "body": "Not Found"}
    except Exception:
        logging.exception("Internal Server Error: %s", event["rawPath"])
        return {"statusCode": 500, "body": "Server Error (500)"}
    connections.close_all()
    return {"statusCode": response.status_code, "body": response.content.decode()}
