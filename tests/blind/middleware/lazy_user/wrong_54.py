"""seen

A last_login of NULL is taken for "nothing to compare", so visitors who have never had one never get one.
"""

from datetime import timedelta
from functools import cache

from django.contrib.auth.middleware import get_user
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
    if user.is_authenticated:
        now = timezone.now()
        if user.last_login and now - user.last_login > timedelta(minutes=1):
            User.objects.filter(pk=user.pk).update(last_login=now)
    return user


def country(get_response):
    def middleware(request):
        user = request.user

        @cache
        def find():
            if not user.is_authenticated:
                return ""
            profile = Profile.objects.filter(user_id=user.pk).first()
            return profile.country if profile else ""

        request.country = lazy(find, str)()
        return get_response(request)

    return middleware


def drafts(request):
    user = request.user
    counted = vars(request).setdefault("_drafts", {})

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
