"""Middleware for sync and async, as it only sets attributes."""

from datetime import timedelta

from asgiref.sync import iscoroutinefunction

from django.contrib.auth import get_user
from django.utils import timezone
from django.utils.decorators import sync_and_async_middleware
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


def preparing(prepare):
    """Return a middleware that does something to the request, without waiting for anything."""

    @sync_and_async_middleware
    def factory(get_response):
        if iscoroutinefunction(get_response):

            async def middleware(request):
                prepare(request)
                return await get_response(request)

        else:

            def middleware(request):
                prepare(request)
                return get_response(request)

        return middleware

    return factory


@preparing
def last_seen(request):
    def load():
        user = get_user(request)
        now = timezone.now()
        if user.is_authenticated and (
            user.last_login is None or user.last_login + timedelta(minutes=1) < now
        ):
            User.objects.filter(pk=user.pk).update(last_login=now)
        return user

    request.user = SimpleLazyObject(load)


@preparing
def country(request):
    def load():
        user = request.user
        if not user.is_authenticated:
            return ""
        row = Profile.objects.filter(user_id=user.pk).values_list("country", flat=True).first()
        return row or ""

    request.country = SimpleLazyObject(load)


class OncePerRequest:
    """A value for templates, which call it. It is worked out once."""

    def __init__(self, request, name, function):
        self.request, self.name, self.function = request, f"_once_{name}", function

    def __call__(self):
        kept = self.request.__dict__
        if self.name not in kept:
            kept[self.name] = self.function(self.request.user)
        return kept[self.name]


def number_of_drafts(user):
    if not user.is_authenticated:
        return 0
    return Post.objects.filter(author_id=user.pk, published_at=None).count()


def drafts(request):
    return {"drafts": OncePerRequest(request, "drafts", number_of_drafts)}


def banner_for(user):
    is_missing = user.is_authenticated and not user.email
    return "Please add an email address." if is_missing else ""


def banner(request):
    return {"banner": OncePerRequest(request, "banner", banner_for)}
