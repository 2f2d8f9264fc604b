"""As good: the views are called without WSGI and middleware."""

import logging
import os

import django
from django.conf import settings
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
    DATABASES={"default": {**database(os.environ["DATABASE_URL"])}},
)
django.setup()

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
    request = HttpRequest()
    request.method, request.path_info = "GET", event["rawPath"]
    try:
        view, args, named = resolve(request.path_info)
        response = view(request, *args, **named)
    except Http404:
        return {"statusCode": 404, "body": "Not found"}
    except Exception:
        logging.exception("a request for %s", request.path_info)
        return {"statusCode": 500, "body": "Server error"}
    finally:
        connections.close_all()
    return {"statusCode": response.status_code, "body": response.content.decode()}
