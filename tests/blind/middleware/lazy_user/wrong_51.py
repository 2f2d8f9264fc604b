"""seen

It looks after the response whether the visitor was loaded. A stream shows the visitor later, when the server reads it: then
last_login stays as it was.
"""

from datetime import timedelta
from functools import cache

from django.utils import timezone
from django.utils.functional import empty, lazy

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
        visitor = request.user
        response = get_response(request)
        if visitor._wrapped is not empty and visitor.is_authenticated:
            now = timezone.now()
            if visitor.last_login is None or visitor.last_login < now - timedelta(minutes=1):
                User.objects.filter(pk=visitor.pk).update(last_login=now)
        return response

    return middleware


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
