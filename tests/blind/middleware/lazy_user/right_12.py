"""A class of request whose missing attributes are made when they are asked for; context variables are
memoised functions, which the request keeps."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, wraps

from django.contrib.auth.middleware import get_user
from django.core.exceptions import SynchronousOnlyOperation
from django.db import connections
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
MINUTE = datetime.timedelta(seconds=60)


def fetched(function):
    """Have a function send its queries in a thread of its own where an async view asks for it."""

    def in_thread(argument):
        try:
            return function(argument)
        finally:
            connections.close_all()

    @wraps(function)
    def call(argument):
        try:
            return function(argument)
        except SynchronousOnlyOperation:
            with ThreadPoolExecutor(max_workers=1) as pool:
                return pool.submit(in_thread, argument).result()

    return call


class Shown:
    """What belongs to the visitor of one request, fetched at most once."""

    def __init__(self, request):
        self.request = request
        self.values = {}

    @fetched
    def user(self):
        user = get_user(self.request)
        if user.is_anonymous:
            return user
        now = timezone.now()
        if not user.last_login or user.last_login < now - MINUTE:
            # Not user.save(): the page may show when the visitor came before.
            User.objects.filter(pk=user.pk).update(last_login=now)
        return user

    def once(self, name, make, otherwise):
        if name not in self.values:
            user = self.request.user
            self.values[name] = make(user) if user.is_authenticated else otherwise
        return self.values[name]

    def country(self):
        return self.once("country", country_of, "")

    def drafts(self):
        return self.once("drafts", number_of_drafts, 0)

    def banner(self):
        user = self.request.user
        return "Please add an email address." if user.is_authenticated and not user.email else ""


@fetched
def country_of(user):
    countries = Profile.objects.filter(user_id=user.pk).values_list("country", flat=True)
    return countries.first() or ""


def number_of_drafts(user):
    return Post.objects.filter(author_id=user.pk, published_at__isnull=True).count()


def shown(request):
    if "_shown" not in vars(request):
        request._shown = Shown(request)
    return request._shown


@lru_cache(maxsize=None)
def showing(base):
    def __getattr__(request, name):
        if name == "country":
            return shown(request).country()
        raise AttributeError(f"{base.__name__!r} object has no attribute {name!r}")

    return type(base.__name__, (base,), {"__getattr__": __getattr__})


def last_seen(get_response):
    def middleware(request):
        request.user = SimpleLazyObject(shown(request).user)
        return get_response(request)

    return middleware


def country(get_response):
    def middleware(request):
        request.__class__ = showing(type(request))
        return get_response(request)

    return middleware


def drafts(request):
    return {"drafts": shown(request).drafts}


def banner(request):
    return {"banner": shown(request).banner}
