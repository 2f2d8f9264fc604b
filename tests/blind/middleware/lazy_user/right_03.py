"""Django's authentication middleware, extended; the country is a lazy text."""

import datetime

from django.contrib.auth import get_user
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, lazy

from arena.accounts.models import Profile, User
from arena.discuss.models import Post

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    f"{__name__}.SeenMiddleware",
    f"{__name__}.country",
]
CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    f"{__name__}.drafts",
    f"{__name__}.banner",
]


class SeenMiddleware(AuthenticationMiddleware):
    def process_request(self, request):
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: self.load(request))

    def load(self, request):
        user = get_user(request)
        if user.is_anonymous:
            return user
        now = timezone.now()
        last = user.last_login
        if last is None or (now - last) > datetime.timedelta(minutes=1):
            User.objects.filter(pk=user.pk).update(last_login=now)
        return user


def country_of(request):
    try:
        return request._country
    except AttributeError:
        pass
    found = None
    if request.user.is_authenticated:
        found = Profile.objects.filter(user=request.user.pk).values_list("country").first()
    request._country = found[0] if found else ""
    return request._country


lazy_country = lazy(country_of, str)


def country(get_response):
    def middleware(request):
        request.country = lazy_country(request)
        return get_response(request)

    return middleware


def drafts_of(request):
    try:
        return request._drafts
    except AttributeError:
        pass
    number = 0
    if request.user.is_authenticated:
        number = Post.objects.filter(author=request.user.pk, published_at=None).count()
    request._drafts = number
    return number


def drafts(request):
    return {"drafts": lambda: drafts_of(request)}


def banner_of(request):
    is_missing = request.user.is_authenticated and not request.user.email
    return "Please add an email address." if is_missing else ""


lazy_banner = lazy(banner_of, str)


def banner(request):
    return {"banner": lazy_banner(request)}
