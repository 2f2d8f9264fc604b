"""Middleware classes; each value is a promise that remembers its answer, and the visit is noted when the visitor is loaded."""

from datetime import timedelta

from django.contrib.auth.middleware import get_user
from django.db.models import Q
from django.utils import timezone
from django.utils.deprecation import MiddlewareMixin
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

MINUTE = timedelta(seconds=60)


class Memo:
    """Calls a function when the value is needed for the first time."""

    def __init__(self, function):
        self.function = function
        self.values = []

    def __call__(self):
        if not self.values:
            self.values.append(self.function())
        return self.values[0]


def promise(kind, function):
    return lazy(Memo(function).__call__, kind)()


class last_seen(MiddlewareMixin):
    """Sets last_login when a view, a template or a stream looks at request.user."""

    def process_request(self, request):
        request.user = SimpleLazyObject(lambda: self.load(request))

    def load(self, request):
        user = get_user(request)
        if user.is_authenticated and self.is_old(user.last_login):
            old = Q(last_login=None) | Q(last_login__lt=timezone.now() - MINUTE)
            User.objects.filter(old, pk=user.pk).update(last_login=timezone.now())
        return user

    def is_old(self, moment):
        return moment is None or moment < timezone.now() - MINUTE


class country(MiddlewareMixin):
    """Gives the request a country that is looked up when it is shown."""

    def process_request(self, request):
        user = request.user
        request.country = promise(str, lambda: self.country_of(user))

    def country_of(self, user):
        if not user.is_authenticated:
            return ""
        try:
            return Profile.objects.only("country").get(user_id=user.pk).country
        except Profile.DoesNotExist:
            return ""


def drafts(request):
    if not hasattr(request, "drafts_promise"):
        request.drafts_promise = promise(int, lambda: number_of_drafts(request.user))
    return {"drafts": request.drafts_promise}


def number_of_drafts(user):
    if not user.is_authenticated:
        return 0
    return Post.objects.filter(author_id=user.pk, published_at__isnull=True).count()


def banner(request):
    def missing():
        return request.user.is_authenticated and not request.user.email

    return {"banner": promise(str, lambda: "Please add an email address." if missing() else "")}
