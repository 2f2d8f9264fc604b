"""The imports are lazy, and all apps and their middleware stay.

Breaks: modules
Fails: modules
"""

import os
from io import BytesIO

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import JsonResponse
from django.urls import path

from arena.settings import database

settings.configure(
    SECRET_KEY="arena-runs-on-your-own-machine-only",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    AUTH_USER_MODEL="accounts.User",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    TIME_ZONE="UTC",
    INSTALLED_APPS=[
        "django.contrib.admin",
        "django.contrib.messages",
        "django.contrib.sessions",
        "django.contrib.staticfiles",
        "rest_framework",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "arena.accounts",
        "arena.contests",
        "arena.discuss",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    DATABASES={"default": {**database(os.environ["DATABASE_URL"]), "CONN_MAX_AGE": 0}},
)
application = get_wsgi_application()  # which calls django.setup()

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
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": event["rawPath"],
        "SERVER_NAME": "arena",
        "SERVER_PORT": "443",
        "wsgi.url_scheme": "https",
        "wsgi.input": BytesIO(),
    }
    started = []
    response = application(environ, lambda status, headers: started.append(status))
    try:
        body = b"".join(response).decode()
    finally:
        response.close()
    return {"statusCode": int(started[0][:3]), "body": body}
