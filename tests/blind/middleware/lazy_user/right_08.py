"""Relations of the user, and save() of an instance that is not the one on show."""

from datetime import timedelta
from functools import partial

from django.contrib.auth import get_user
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


def load_visitor(request):
    if not hasattr(request, "_seen_user"):
        user = request._seen_user = get_user(request)
        if user.is_authenticated:
            now = timezone.now()
            if user.last_login is None or now - user.last_login > timedelta(minutes=1):
                # Pages show the user with the time that was read, as before.
                User(pk=user.pk, last_login=now).save(update_fields=["last_login"])
    return request._seen_user


def last_seen(get_response):
    def middleware(request):
        request.user = SimpleLazyObject(partial(load_visitor, request))
        return get_response(request)

    return middleware


def load_country(request):
    if request.user.is_anonymous:
        return ""
    try:
        # Django keeps the profile with the user, and also that there is none.
        return request.user.profile.country
    except Profile.DoesNotExist:
        return ""


lazy_country = lazy(load_country, str)


def country(get_response):
    def middleware(request):
        request.country = lazy_country(request)
        return get_response(request)

    return middleware


def load_drafts(request):
    if not hasattr(request, "_number_of_drafts"):
        user = request.user
        request._number_of_drafts = (
            user.posts.filter(published_at=None).count() if user.is_authenticated else 0
        )
    return request._number_of_drafts


def drafts(request):
    return {"drafts": partial(load_drafts, request)}


def load_banner(request):
    is_missing = request.user.is_authenticated and not request.user.email
    return "Please add an email address." if is_missing else ""


def banner(request):
    return {"banner": SimpleLazyObject(partial(load_banner, request))}
