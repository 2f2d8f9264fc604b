"""Drafts and banner belong to the visitor with whom the request began, after logout() too.

Breaks: shown
Fails: signed_out
"""

from datetime import timedelta
from functools import partial

from django.contrib.auth.middleware import get_user
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from arena.accounts.models import Profile, User
from arena.discuss.models import Post

MINUTE = timedelta(minutes=1)
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


def last_seen(get_response):
    def middleware(request):
        request.user = request.visitor = SimpleLazyObject(partial(load_user, request))
        return get_response(request)

    return middleware


def load_user(request):
    user, now = get_user(request), timezone.now()
    if user.is_authenticated and (not user.last_login or now - user.last_login > MINUTE):
        User.objects.filter(pk=user.pk).update(last_login=now)
    return user


def country(get_response):
    def middleware(request):
        request.country = SimpleLazyObject(lambda: country_of(request.user))
        return get_response(request)

    return middleware


def country_of(user):
    if user.is_anonymous:
        return ""
    return Profile.objects.filter(user=user).values_list("country", flat=True).first() or ""


def drafts(request):
    # A template calls a function. A lazy object is no number: it has neither >= nor int().
    return {"drafts": lambda: drafts_of(request.visitor)}


def drafts_of(user):
    if user.is_anonymous:
        return 0
    if not hasattr(user, "number_of_drafts"):  # a page may render several templates
        user.number_of_drafts = Post.objects.filter(author=user, published_at=None).count()
    return user.number_of_drafts


def banner(request):
    return {"banner": SimpleLazyObject(lambda: banner_for(request.visitor))}


def banner_for(user):
    is_missing = user.is_authenticated and not user.email
    return "Please add an email address." if is_missing else ""
