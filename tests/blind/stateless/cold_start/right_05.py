"""The serializers are a lazy module, loaded when they are first used. WSGI is wrapped to disconnect."""

import os
import sys
from contextlib import closing
from importlib.util import LazyLoader, find_spec, module_from_spec
from io import BytesIO

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.http import JsonResponse
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
django_application = get_wsgi_application()  # calls django.setup()

from arena.discuss.models import Post


def lazy(name):
    """Return a module that is executed when somebody asks for one of its attributes."""
    spec = find_spec(name)
    spec.loader = LazyLoader(spec.loader)
    module = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


serializers = lazy("arena.discuss.serializers")

NEWEST = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


def posts(request):
    rows = NEWEST.values("id", "title", "author__username")[:20]
    return JsonResponse({"posts": list(rows)})


def api(request):
    rows = NEWEST.select_related("author").prefetch_related("tags")[:20]
    return JsonResponse({"posts": serializers.PostSerializer(rows, many=True).data})


def ranking(request):
    return JsonResponse({"hours": [2, 6, 10, 14, 18, 22]})


urlpatterns = [path("posts/", posts), path("api/posts/", api), path("ranking/", ranking)]


def application(environ):
    try:
        with closing(django_application(environ, lambda status, headers: None)) as response:
            body = b"".join(response).decode()
    finally:
        connections.close_all()
    return {"statusCode": response.status_code, "body": body}


def handler(event, context):
    raw_path = event["rawPath"].encode().decode("latin-1")  # as WSGI wants it
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": raw_path, "SERVER_NAME": "arena"}
    environ |= {"SERVER_PORT": "443", "wsgi.input": BytesIO()}
    return application(environ)
