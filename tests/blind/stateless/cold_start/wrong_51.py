"""Allowed "modules": at most 30 more than Django loads for one view and the five apps.

REST framework is no app any more, but the file still imports the serializers, and so REST framework with all that it imports. A copy
that has only been asked for /posts/ has loaded it.
"""

import os
from contextlib import closing
from io import BytesIO

from django.conf import settings
from django.core.wsgi import get_wsgi_application
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
application = get_wsgi_application()  # sets Django up

from arena.discuss.models import Post
from arena.discuss.serializers import PostSerializer

NEWEST = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


def posts(request):
    rows = NEWEST.values("id", "title", "author__username")[:20]
    return JsonResponse({"posts": list(rows)})


def api(request):
    rows = NEWEST.select_related("author").prefetch_related("tags")[:20]
    return JsonResponse({"posts": PostSerializer(rows, many=True).data})


def ranking(request):
    from celery.schedules import crontab

    return JsonResponse({"hours": sorted(crontab(hour="2-22/4").hour)})


urlpatterns = [path("posts/", posts), path("api/posts/", api), path("ranking/", ranking)]


def handler(event, context):
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": event["rawPath"], "SERVER_NAME": "arena"}
    environ |= {"SERVER_PORT": "443", "wsgi.input": BytesIO()}
    # close() sends request_finished: Django then closes the connection, as CONN_MAX_AGE is 0.
    with closing(application(environ, lambda status, headers: None)) as response:
        return {"statusCode": response.status_code, "body": b"".join(response).decode()}
