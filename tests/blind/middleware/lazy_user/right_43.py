"""Each of the four is a function of the request, called when it is needed; its answer is kept on the request for each visitor."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.contrib.auth import middleware as auth
from django.db import close_old_connections, connection
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, lazy

from arena.accounts.models import Profile, User

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

UNPUBLISHED = "SELECT count(*) FROM discuss_post WHERE author_id = %s AND published_at IS NULL"


class SimpleLazyUser(SimpleLazyObject):
    def __repr__(self):
        return f"<SimpleLazyObject: {type(self).loaded(self)!r}>"

    def loaded(self):
        bool(self)
        return self._wrapped


def once(request, question, user, load):
    """Return an answer about a visitor; load it if this request has not yet asked."""
    answers = request.__dict__.setdefault("_answers", {})
    key = question, user.pk
    if key not in answers:
        answers[key] = without_loop(load)
    return answers[key]


def without_loop(load):
    """An async view may show the visitor too, and Django sends no queries beside an event loop."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return load()

    def call():
        try:
            return load()
        finally:
            connection.close()
            close_old_connections()

    with ThreadPoolExecutor(1) as executor:
        return executor.submit(call).result()


def last_seen(get_response):
    def middleware(request):
        def load():
            user = auth.get_user(request)
            if is_due(request, user):
                User.objects.filter(pk=user.pk).update(last_login=timezone.now())
            return user

        async def aload():
            user = await auth.auser(request)
            if is_due(request, user):
                await User.objects.filter(pk=user.pk).aupdate(last_login=timezone.now())
            return user

        request.user = SimpleLazyUser(lambda: without_loop(load))
        request.auser = aload
        return get_response(request)

    return middleware


def is_due(request, user):
    if user.pk is None or request.__dict__.get("_is_seen"):
        return False
    request._is_seen = True
    return user.last_login is None or user.last_login + timedelta(minutes=1) < timezone.now()


def country(get_response):
    def middleware(request):
        request.country = lazy_country(request, request.user)
        return get_response(request)

    return middleware


def country_of(request, visitor):
    def load():
        profile = Profile.objects.only("country").filter(user_id=visitor.pk).first()
        return profile.country if profile else ""

    return "" if visitor.pk is None else once(request, "country", visitor, load)


lazy_country = lazy(country_of, str)


def drafts(request):
    def load():
        with connection.cursor() as cursor:
            cursor.execute(UNPUBLISHED, [request.user.pk])
            return cursor.fetchone()[0]

    def number():
        return 0 if request.user.pk is None else once(request, "drafts", request.user, load)

    return {"drafts": number}


def banner(request):
    def text():
        is_complete = request.user.pk is None or request.user.email
        return "" if is_complete else "Please add an email address."

    return {"banner": text}
