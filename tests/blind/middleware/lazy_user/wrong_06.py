"""strangers: drafts of a stranger are counted in the database, too."""

from datetime import timedelta
from functools import partial

from django.contrib.auth import get_user
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

MINUTE = timedelta(minutes=1)


def seen_user(request):
    user = get_user(request)
    now = timezone.now()
    if user.is_authenticated and (user.last_login is None or now - user.last_login > MINUTE):
        User.objects.filter(pk=user.pk).update(last_login=now)
    return user


def last_seen(get_response):
    def middleware(request):
        request.user = SimpleLazyObject(partial(seen_user, request))
        return get_response(request)

    return middleware


def country_of(request):
    if not request.user.is_authenticated:
        return ""
    profile = Profile.objects.filter(user_id=request.user.pk).first()
    return profile.country if profile else ""


def country(get_response):
    def middleware(request):
        request.country = SimpleLazyObject(partial(country_of, request))
        return get_response(request)

    return middleware


def drafts(request):
    def number():
        if not hasattr(request, "_drafts"):
            unpublished = Post.objects.filter(author_id=request.user.pk, published_at=None)
            request._drafts = unpublished.count()
        return request._drafts

    return {"drafts": number}


def banner(request):
    def text():
        is_missing = request.user.is_authenticated and not request.user.email
        return "Please add an email address." if is_missing else ""

    return {"banner": text}
