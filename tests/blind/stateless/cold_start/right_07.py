"""A handler for Lambda's events instead of WSGI, with Django's BaseHandler."""

import os
from contextlib import closing

import django
from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.db import connections
from django.http import HttpRequest, JsonResponse
from django.urls import path

from arena.settings import database

APPS = """
    django.contrib.auth django.contrib.contenttypes arena.accounts arena.contests arena.discuss
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


class LambdaHandler(BaseHandler):
    """Turns an event into a request, and a response into Lambda's dict."""

    def __init__(self):
        super().__init__()
        self.load_middleware()

    def __call__(self, event):
        request = HttpRequest()
        request.method = "GET"
        request.path = request.path_info = event["rawPath"] or "/"
        request.META = {"REQUEST_METHOD": "GET", "SERVER_NAME": "arena", "SERVER_PORT": "443"}
        request.META["PATH_INFO"] = request.path_info
        try:
            with closing(self.get_response(request)) as response:
                return {"statusCode": response.status_code, "body": response.content.decode()}
        finally:
            connections.close_all()


lambda_handler = LambdaHandler()

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
    return lambda_handler(event)
