"""request.user is wrapped so that loading the visitor also notes the visit; the rest are lazy() values that remember their answer."""

from datetime import timedelta
from functools import cache

from django.contrib.auth.middleware import get_user
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


def last_seen(get_response):
    def middleware(request):
        request.user = SimpleLazyObject(lambda: seen(get_user(request)))
        return get_response(request)

    return middleware


def seen(user):
    """Note that a visitor is shown, at most once a minute."""
    if user.is_authenticated:
        now = timezone.now()
        limit = now - timedelta(minutes=1)
        if user.last_login is None or user.last_login < limit:
            old = Q(last_login=None) | Q(last_login__lt=limit)
            User.objects.filter(old, pk=user.pk).update(last_login=now)
    return user


def country(get_response):
    def middleware(request):
        user = request.user

        @cache
        def find():
            if not user.is_authenticated:
                return ""
            found = Profile.objects.filter(user_id=user.pk).values_list("country", flat=True)
            return found.first() or ""

        request.country = lazy(find, str)()
        return get_response(request)

    return middleware


def drafts(request):
    user = request.user
    counted = vars(request).setdefault("_drafts", {})  # a page may render several templates

    def count():
        if not user.is_authenticated:
            return 0
        if user.pk not in counted:
            counted[user.pk] = Post.objects.filter(author_id=user.pk, published_at=None).count()
        return counted[user.pk]

    return {"drafts": lazy(count, int)()}


def banner(request):
    user = request.user

    def words():
        return "Please add an email address." if user.is_authenticated and not user.email else ""

    return {"banner": lazy(words, str)()}
