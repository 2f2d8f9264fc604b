"""The first visitors of the morning wait for seconds. In a burst, PostgreSQL refuses connections.

Arena runs on AWS Lambda, which starts up to 500 copies of this file. Each imports it, and then
calls handler() for one request after the other. In between it is frozen, most of the time.

Change the file: copies start faster, and hold no connections.

Rules:
- answer: /posts/, /api/posts/ and /ranking/ get the same statusCode and JSON; other paths get 404.
- setup: Django and its middleware are set up once, while the file is imported.
- idle: between two requests, after errors too, a copy has no connection to PostgreSQL.

Allowed:
- modules: a copy whose only request was /posts/ has at most 30 modules more than Django loads
  for one view and the apps auth, contenttypes, accounts, contests and discuss.
"""

import os
from contextlib import closing
from io import BytesIO

import django
from celery.schedules import crontab
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import JsonResponse
from django.urls import path

from arena.settings import database

# TODO: find out what of all this a request for /posts/ needs.
APPS = """
    django.contrib.admin django.contrib.auth django.contrib.contenttypes django.contrib.messages
    django.contrib.sessions django.contrib.staticfiles rest_framework
    arena.accounts arena.contests arena.discuss
"""
settings.configure(
    SECRET_KEY="arena-runs-on-your-own-machine-only",
    AUTH_USER_MODEL="accounts.User",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    TIME_ZONE="UTC",
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=APPS.split(),
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware"],
    DATABASES={"default": {**database(os.environ["DATABASE_URL"]), "CONN_MAX_AGE": None}},
)
django.setup()

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
    return JsonResponse({"hours": sorted(crontab(hour="2-22/4").hour)})


urlpatterns = [path("posts/", posts), path("api/posts/", api), path("ranking/", ranking)]


def handler(event, context):
    application = get_wsgi_application()
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": event["rawPath"], "SERVER_NAME": "arena"}
    environ |= {"SERVER_PORT": "443", "wsgi.input": BytesIO()}
    # close() sends request_finished: Django then closes connections that are too old.
    with closing(application(environ, lambda status, headers: None)) as response:
        return {"statusCode": response.status_code, "body": b"".join(response).decode()}
