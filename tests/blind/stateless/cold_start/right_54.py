"""Puts the settings and the request into two small classes, imports what is heavy in lazy views, and closes in __exit__()."""

import os
from io import BytesIO

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import JsonResponse
from django.urls import path

from arena.settings import database


class Settings:
    SECRET_KEY = "arena-runs-on-your-own-machine-only"
    AUTH_USER_MODEL = "accounts.User"
    DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
    TIME_ZONE = "UTC"
    ROOT_URLCONF = __name__
    INSTALLED_APPS = [
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "arena.accounts",
        "arena.contests",
        "arena.discuss",
    ]
    MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]
    DATABASES = {"default": {**database(os.environ["DATABASE_URL"]), "CONN_MAX_AGE": 0}}


settings.configure(**{name: value for name, value in vars(Settings).items() if name.isupper()})
application = get_wsgi_application()


class Idle:
    """Leave the block without a connection."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        connection.close()


def newest():
    from arena.discuss.models import Post

    return Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


def posts(request):
    rows = newest().values("id", "title", "author__username")[:20]
    return JsonResponse({"posts": list(rows)})


def api(request):
    from arena.discuss.serializers import PostSerializer

    rows = newest().select_related("author").prefetch_related("tags")[:20]
    return JsonResponse({"posts": PostSerializer(rows, many=True).data})


def ranking(request):
    return JsonResponse({"hours": list(range(2, 23, 4))})


urlpatterns = [path("posts/", posts), path("api/posts/", api), path("ranking/", ranking)]


def handler(event, context):
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": event["rawPath"], "SERVER_NAME": "arena"}
    environ |= {"SERVER_PORT": "443", "wsgi.input": BytesIO()}
    with Idle():
        response = application(environ, lambda status, headers: None)
        body = response.getvalue().decode()
        response.close()
        return {"statusCode": response.status_code, "body": body}
