"""A helper makes each value lazy and keeps it with the request, all are set in one place."""

import datetime as dt

from django.contrib.auth import get_user
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, new_method_proxy

from arena.accounts.models import Profile, User
from arena.discuss.models import Post

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    f"{__name__}.lazy_visitor",
]
CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    f"{__name__}.of_visitor",
]


class Lazy(SimpleLazyObject):
    """A lazy text or number."""

    __int__ = new_method_proxy(int)
    __float__ = new_method_proxy(float)
    __index__ = new_method_proxy(int)


def lazy_visitor(get_response):
    def middleware(request):
        original = request.user = SimpleLazyObject(lambda: visit(get_user(request)))

        def country():
            if original.is_anonymous:
                return ""
            found = Profile.objects.filter(user_id=original.pk).values("country")[:1]
            return found[0]["country"] if found else ""

        def drafts():
            user = request.user
            if user.is_anonymous:
                return 0
            return Post.objects.filter(author_id=user.pk, published_at=None).count()

        def banner():
            is_missing = request.user.is_authenticated and not request.user.email
            return "Please add an email address." if is_missing else ""

        request.country = Lazy(country)
        request.of_visitor = {"drafts": Lazy(drafts), "banner": Lazy(banner)}
        return get_response(request)

    return middleware


def visit(user):
    if user.is_authenticated:
        now = timezone.now()
        limit = now - dt.timedelta(minutes=1)
        if user.last_login is None or user.last_login < limit:
            User.objects.filter(pk=user.pk).update(last_login=now)
    return user


def of_visitor(request):
    return request.of_visitor
