"""SQL for what the visitor's pages need."""

from datetime import timedelta

from django.contrib.auth.middleware import get_user
from django.db import connection
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from arena.accounts.models import Profile, User
from arena.discuss.models import Post

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    f"{__name__}.last_seen",
    f"{__name__}.country",
]
CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    f"{__name__}.drafts",
    f"{__name__}.banner",
]


def value(sql, params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        row = cursor.fetchone()
    return row[0] if row else None


def last_seen(get_response):
    def middleware(request):
        def visitor():
            user = get_user(request)
            if user.is_authenticated:
                touch(user)
            return user

        request.user = SimpleLazyObject(visitor)
        return get_response(request)

    return middleware


def touch(user):
    now = timezone.now()
    if user.last_login is not None and now - user.last_login <= timedelta(minutes=1):
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {User._meta.db_table} SET last_login = %s WHERE id = %s", [now, user.pk]
        )


def country(get_response):
    def middleware(request):
        def load():
            if request.user.is_anonymous:
                return ""
            sql = f"SELECT country FROM {Profile._meta.db_table} WHERE user_id = %s"
            return value(sql, [request.user.pk]) or ""

        request.country = SimpleLazyObject(load)
        return get_response(request)

    return middleware


class Drafts:
    """A template calls it, and gets the number."""

    def __init__(self, request):
        self.request = request
        self.number = None

    def __call__(self):
        if self.number is None:
            self.number = 0 if self.request.user.is_anonymous else self.count()
        return self.number

    def count(self):
        table = Post._meta.db_table
        sql = f"SELECT count(*) FROM {table} WHERE author_id = %s AND published_at IS NULL"
        return value(sql, [self.request.user.pk])


def drafts(request):
    if not hasattr(request, "_drafts"):
        request._drafts = Drafts(request)
    return {"drafts": request._drafts}


def banner(request):
    def text():
        is_missing = request.user.is_authenticated and not request.user.email
        return "Please add an email address." if is_missing else ""

    return {"banner": text}
