"""modules

After its first request a copy loads DRF and Celery in a thread, "while it has nothing to do": a moment after its only request, /posts/, it has some
hundreds of modules more, though not at the moment of the response.
"""

import os
import threading
from contextlib import closing
from importlib import import_module
from io import BytesIO

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
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

# sets up Django, too
application = get_wsgi_application()

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


def warm_up():
    for name in ("arena.discuss.serializers", "celery.schedules"):
        import_module(name)


idle = threading.Timer(0.5, warm_up)
idle.daemon = True


def handler(event, context):
    # WSGI's strings hold the bytes of the path
    path_info = event["rawPath"].encode("utf-8", "replace").decode("latin-1")
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path_info, "SERVER_NAME": "arena"}
    environ |= {"SERVER_PORT": "443", "wsgi.input": BytesIO()}
    try:
        with closing(application(environ, lambda status, headers: None)) as response:
            return {"statusCode": response.status_code, "body": b"".join(response).decode()}
    finally:
        connections.close_all()
        if not idle.ident:
            idle.start()
