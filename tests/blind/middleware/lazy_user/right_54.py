"""A subclass of SimpleLazyObject notes the visit in its _setup(); all other values are promises of functions that run once."""

from datetime import timedelta

from django.contrib.auth.middleware import get_user
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, lazy

from arena.accounts.models import Profile, User

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


class SeenUser(SimpleLazyObject):
    """The visitor; the moment at which it is loaded is the moment at which it is shown."""

    def _setup(self):
        super()._setup()
        user = self._wrapped
        if not user.is_authenticated:
            return
        now = timezone.now()
        a_minute_ago = now - timedelta(minutes=1)
        if user.last_login and user.last_login >= a_minute_ago:
            return
        User.objects.filter(
            Q(last_login__isnull=True) | Q(last_login__lt=a_minute_ago), pk=user.pk
        ).update(last_login=now)


def once(function):
    """Remember the answer of a function without arguments."""
    answers = []

    def wrapper():
        if not answers:
            answers.append(function())
        return answers[0]

    return wrapper


def last_seen(get_response):
    def middleware(request):
        request.user = SeenUser(lambda: get_user(request))
        return get_response(request)

    return middleware


def country(get_response):
    def middleware(request):
        user = request.user
        request.country = lazy(once(lambda: country_of(user)), str)()
        return get_response(request)

    return middleware


def country_of(user):
    if user.is_anonymous:
        return ""
    countries = Profile.objects.filter(user_id=user.pk).values_list("country", flat=True)
    return next(iter(countries), "")


def drafts(request):
    if "_count_drafts" not in request.__dict__:
        request._count_drafts = once(lambda: count_drafts(request.user))
    return {"drafts": lazy(request._count_drafts, int)()}


def count_drafts(user):
    if user.is_anonymous:
        return 0
    return user.posts.filter(published_at=None).count()


def banner(request):
    def ask():
        is_missing = request.user.is_authenticated and not request.user.email
        return "Please add an email address." if is_missing else ""

    return {"banner": lazy(ask, str)()}
