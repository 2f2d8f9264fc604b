"""All four share one Visitor object on the request, with cached properties; only lazy proxies of them are handed out."""

import datetime
from functools import cached_property

from django.contrib.auth import get_user
from django.db.models import Q
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

A_MINUTE = datetime.timedelta(minutes=1)


class Visitor:
    """What pages show of the visitor, each fetched when it is first shown."""

    def __init__(self, request):
        self.request = request

    @cached_property
    def user(self):
        user = get_user(self.request)
        if user.is_authenticated:
            self.note(user)
        return user

    @staticmethod
    def note(user):
        now = timezone.now()
        if user.last_login is not None and now - user.last_login <= A_MINUTE:
            return
        # The condition again: another request of the same visitor may have been faster.
        stale = Q(last_login__isnull=True) | Q(last_login__lt=now - A_MINUTE)
        User.objects.filter(stale, pk=user.pk).update(last_login=now)

    @cached_property
    def country(self):
        if self.user.is_anonymous:
            return ""
        profile = Profile.objects.filter(user_id=self.user.pk).only("country").first()
        return profile.country if profile else ""

    @cached_property
    def drafts(self):
        user = self.request.user  # as processors see it: a view may have signed somebody in or out
        if user.is_anonymous:
            return 0
        return Post.objects.filter(author_id=user.pk, published_at=None).count()

    def proxy(self, name, kind):
        return lazy(lambda: getattr(self, name), kind)()


def visitor_of(request):
    if not hasattr(request, "_visitor"):
        request._visitor = Visitor(request)
    return request._visitor


def last_seen(get_response):
    def middleware(request):
        visitor = visitor_of(request)
        request.user = SimpleLazyObject(lambda: visitor.user)
        return get_response(request)

    return middleware


def country(get_response):
    def middleware(request):
        request.country = visitor_of(request).proxy("country", str)
        return get_response(request)

    return middleware


def drafts(request):
    return {"drafts": visitor_of(request).proxy("drafts", int)}


def banner(request):
    user = request.user

    def text():
        if user.is_anonymous or user.email:
            return ""
        return "Please add an email address."

    return {"banner": lazy(text, str)()}
