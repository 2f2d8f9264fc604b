"""A template calls functions, and the request remembers what they return."""

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
        request.user = SimpleLazyObject(partial(load_user, request))
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
    return {"drafts": partial(once, request, drafts_of)}


def once(request, function):
    """Call a function of the visitor once for a request, however many templates ask."""
    values = request.__dict__.setdefault("values_of_visitors", {})
    key = function, request.user.pk  # login() and logout() change the visitor
    if key not in values:
        values[key] = function(request.user)
    return values[key]


def drafts_of(user):
    if user.is_anonymous:
        return 0
    return Post.objects.filter(author=user, published_at=None).count()


def banner(request):
    return {"banner": lambda: banner_for(request.user)}


def banner_for(user):
    is_missing = user.is_authenticated and not user.email
    return "Please add an email address." if is_missing else ""
