"""The request gets a class with a property for the country, which returns a real text."""

from datetime import timedelta
from functools import cache, cached_property

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


def last_seen(get_response):
    def middleware(request):
        def load():
            user = get_user(request)
            now = timezone.now()
            if user.is_authenticated and is_old(user.last_login, now):
                User.objects.filter(pk=user.pk).update(last_login=now)
            return user

        request.user = SimpleLazyObject(load)
        return get_response(request)

    return middleware


def is_old(last_login, now):
    return last_login is None or (now - last_login).total_seconds() > 60


class Lazily:
    """What a request gets besides its own class."""

    @cached_property
    def country(self):
        if not self.user.is_authenticated:
            return ""
        profile = Profile.objects.filter(user_id=self.user.pk).first()
        return profile.country if profile else ""

    @cached_property
    def number_of_drafts(self):
        if not self.user.is_authenticated:
            return 0
        return Post.objects.filter(author_id=self.user.pk, published_at=None).count()


@cache
def with_lazily(cls):
    return type(cls.__name__, (Lazily, cls), {})


def country(get_response):
    def middleware(request):
        request.__class__ = with_lazily(type(request))
        return get_response(request)

    return middleware


def drafts(request):
    return {"drafts": lambda: request.number_of_drafts}


def banner(request):
    def text():
        if request.user.is_anonymous or request.user.email:
            return ""
        return "Please add an email address."

    return {"banner": text}
