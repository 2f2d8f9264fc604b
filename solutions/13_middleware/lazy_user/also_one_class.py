"""One object for each request has all values, and the templates call its methods."""

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
        self.request, self.counted = request, {}

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

    def drafts(self):
        user = self.request.user  # another one after login() and logout()
        if user.is_authenticated and user.pk not in self.counted:
            self.counted[user.pk] = user.posts.filter(published_at=None).count()
        return self.counted.get(user.pk, 0)

    def banner(self):
        is_missing = self.request.user.is_authenticated and not self.request.user.email
        return "Please add an email address." if is_missing else ""


class Authentication(AuthenticationMiddleware):
    def __call__(self, request):
        request.__class__ = Request
        request.user = SimpleLazyObject(lambda: request.visitor.user)
        return self.get_response(request)


def values(request):
    return {"drafts": request.visitor.drafts, "banner": request.visitor.banner}
