"""Breaks seen: save() writes all columns, so a change that another request makes between the query and
save() (a new password or email) is undone."""

from datetime import timedelta
from functools import cache, partial

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import get_user
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, cached_property

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


def visitor_of(request):
    """Return the visitor, and note that there is a page that shows him."""
    user = get_user(request)
    if user.is_authenticated:
        now = timezone.now()
        if user.last_login is None or now - user.last_login > timedelta(minutes=1):
            user.last_login = now
            user.save()
    return user


def last_seen(get_response):
    def middleware(request):
        request.user = SimpleLazyObject(partial(visitor_of, request))
        return get_response(request)

    return middleware


def country_of(request):
    if not request.user.is_authenticated:
        return ""
    profile = Profile.objects.filter(user_id=request.user.pk).first()
    return profile.country if profile else ""


@cache
def with_country(request_class):
    """Return a subclass of a class of requests, whose country is fetched when it is asked for."""
    return type(request_class.__name__, (request_class,), {"country": cached_property(country_of)})


def country(get_response):
    def middleware(request):
        request.__class__ = with_country(type(request))
        return get_response(request)

    return middleware


def drafts(request):
    def number():
        if not hasattr(request, "_drafts"):
            request._drafts = 0
            if request.user.is_authenticated:
                unpublished = Post.objects.filter(author_id=request.user.pk, published_at=None)
                request._drafts = unpublished.count()
        return request._drafts

    return {"drafts": number}  # A template calls it where it shows it.


def banner(request):
    def text():
        is_missing = request.user.is_authenticated and not request.user.email
        return "Please add an email address." if is_missing else ""

    return {"banner": text}

