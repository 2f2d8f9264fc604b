"""queries

The template calls drafts each time that it shows them, and nothing remembers the number: {% if drafts %}{{ drafts }}{% endif %}
counts twice.
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
        if user.last_login is None or user.last_login < now - timedelta(minutes=1):
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

    def count():
        if not user.is_authenticated:
            return 0
        return Post.objects.filter(author_id=user.pk, published_at=None).count()

    return {"drafts": count}


def banner(request):
    user = request.user

    def words():
        return "Please add an email address." if user.is_authenticated and not user.email else ""

    return {"banner": lazy(words, str)()}
