"""A descriptor on HttpRequest: the first look at request.country replaces it by the text. last_seen()
wraps the function inside of request.user."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import wraps

from django.contrib.auth.middleware import get_user
from django.core.exceptions import SynchronousOnlyOperation
from django.db import connections
from django.db.models import Q
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import now

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


@fetched
def country_of(request):
    if request.user.is_anonymous:
        return ""
    profile = Profile.objects.filter(user=request.user.pk).only("country").first()
    return "" if profile is None else profile.country


class Country:
    """No data descriptor, so that an attribute of the request comes first."""

    def __get__(self, request, owner=None):
        if request is None:
            return self
        country = request.__dict__["country"] = country_of(request)
        return country


def last_seen(get_response):
    def middleware(request):
        @fetched
        def load(_):
            user = get_user(request)
            if user.is_authenticated:
                note(user, now())
            return user

        request.user = SimpleLazyObject(lambda: load(request))
        return get_response(request)

    return middleware


def note(user, moment):
    limit = moment - timedelta(minutes=1)
    if user.last_login is None or user.last_login < limit:
        # Another page of the visitor may have done it in the meantime.
        is_due = Q(last_login=None) | Q(last_login__lt=limit)
        User.objects.filter(is_due, pk=user.pk).update(last_login=moment)


def country(get_response):
    HttpRequest.country = Country()
    return get_response


class Memo:
    """A function of the request, called once; a template calls the memo wherever it is shown."""

    def __init__(self, request, function):
        self.request, self.function = request, function

    def __call__(self):
        key = f"_memo_{self.function.__name__}"
        if key not in self.request.__dict__:
            self.request.__dict__[key] = self.function(self.request)
        return self.request.__dict__[key]


def count_drafts(request):
    if request.user.is_anonymous:
        return 0
    return Post.objects.filter(author_id=request.user.pk, published_at=None).count()


def banner_text(request):
    if request.user.is_anonymous or request.user.email:
        return ""
    return "Please add an email address."


def drafts(request):
    return {"drafts": Memo(request, count_drafts)}


def banner(request):
    return {"banner": lambda: banner_text(request)}
