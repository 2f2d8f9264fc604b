"""The four are lazy objects, which ask the database when they are looked at; loading the user also notes the visit."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial, wraps

from django.contrib.auth.middleware import auser, get_user
from django.db import connections
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, lazy

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


class LazyUser(SimpleLazyObject):
    def __repr__(self):
        bool(self)  # loads it: somebody prints it
        return f"<SimpleLazyObject: {self._wrapped!r}>"


class Shown(SimpleLazyObject):
    """Is called by a template where it is shown, which so gets the plain value."""

    def __call__(self):
        return self._setupfunc()


def from_database(function):
    """Let async views look at the visitor, too, as they could when the middleware had loaded it."""

    @wraps(function)
    def wrapper(*args):
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return function(*args)
        with ThreadPoolExecutor(max_workers=1) as thread:
            return thread.submit(and_close, function, *args).result()

    return wrapper


def and_close(function, *args):
    try:
        return function(*args)
    finally:
        connections.close_all()


def last_seen(get_response):
    def middleware(request):
        request.user = LazyUser(partial(seen_user, request))
        request.auser = partial(aseen_user, request)
        return get_response(request)

    return middleware


@from_database
def seen_user(request):
    user = get_user(request)
    if is_due(request, user):
        User.objects.filter(pk=user.pk).update(last_login=timezone.now())
    return user


async def aseen_user(request):
    user = await auser(request)
    if is_due(request, user):
        await User.objects.filter(pk=user.pk).aupdate(last_login=timezone.now())
    return user


def is_due(request, user):
    if not user.is_authenticated or hasattr(request, "_is_seen"):
        return False
    request._is_seen = True
    before = user.last_login
    return before is None or timezone.now() - before > timedelta(minutes=1)


def country(get_response):
    def middleware(request):
        request.country = lazy_country(request, request.user)
        return get_response(request)

    return middleware


@from_database
def country_of(request, visitor):
    if not hasattr(request, "_country"):
        found = None
        if visitor.is_authenticated:
            found = Profile.objects.filter(user_id=visitor.pk).values_list("country", flat=True)
            found = found.first()
        request._country = found or ""
    return request._country


lazy_country = lazy(country_of, str)


def drafts(request):
    return {"drafts": Shown(partial(drafts_of, request))}


@from_database
def drafts_of(request):
    user = request.user
    if not user.is_authenticated:
        return 0
    if not hasattr(request, "_drafts"):
        request._drafts = {}
    if user.pk not in request._drafts:
        unpublished = Post.objects.filter(author_id=user.pk, published_at=None)
        request._drafts[user.pk] = unpublished.count()
    return request._drafts[user.pk]


def banner(request):
    return {"banner": Shown(partial(banner_of, request))}


def banner_of(request):
    is_missing = request.user.is_authenticated and not request.user.email
    return "Please add an email address." if is_missing else ""
