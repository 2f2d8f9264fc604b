"""One object for each request has all values as cached properties."""

from datetime import timedelta
from functools import cached_property

from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.core.handlers.wsgi import WSGIRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    f"{__name__}.Authentication",
]
CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    f"{__name__}.values",
]


class Request(WSGIRequest):
    @cached_property
    def visitor(self):
        return Visitor(self)

    @cached_property
    def country(self):
        return self.visitor.country


class Visitor:
    def __init__(self, request):
        self.request = request

    @cached_property
    def user(self):
        user = get_user(self.request)
        then = timezone.now() - timedelta(minutes=1)
        if user.is_authenticated and (user.last_login is None or user.last_login < then):
            user.last_login = timezone.now()
            user.save(update_fields=["last_login"])
        return user

    @cached_property
    def country(self):
        profile = getattr(self.user, "profile", None) if self.user.is_authenticated else None
        return profile.country if profile else ""

    @cached_property
    def drafts(self):
        user = self.user
        return user.posts.filter(published_at=None).count() if user.is_authenticated else 0

    @cached_property
    def banner(self):
        is_missing = self.user.is_authenticated and not self.user.email
        return "Please add an email address." if is_missing else ""


class Authentication(AuthenticationMiddleware):
    def __call__(self, request):
        request.__class__ = Request
        request.user = SimpleLazyObject(lambda: request.visitor.user)
        return self.get_response(request)


def values(request):
    visitor = request.visitor
    return {"drafts": lambda: visitor.drafts, "banner": lambda: visitor.banner}
