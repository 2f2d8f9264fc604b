"""One middleware, with closures that functools.cache runs once for each request."""

from datetime import timedelta
from functools import cache

from django.contrib.auth import get_user
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, lazy

from arena.accounts.models import Profile, User
from arena.discuss.models import Post

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    f"{__name__}.visitor",
]
CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    f"{__name__}.lazy_values",
]


def visitor(get_response):
    def middleware(request):
        @cache
        def user():
            found = get_user(request)
            if found.is_authenticated:
                now = timezone.now()
                if not found.last_login or found.last_login < now - timedelta(minutes=1):
                    User.objects.filter(pk=found.pk).update(last_login=now)
            return found

        @cache
        def country():
            if request.user.is_anonymous:
                return ""
            rows = Profile.objects.filter(user_id=request.user.pk).values_list("country", flat=True)
            return next(iter(rows), "")

        @cache
        def drafts():
            if request.user.is_anonymous:
                return 0
            return Post.objects.filter(author_id=request.user.pk, published_at=None).count()

        request.user = SimpleLazyObject(user)
        request.country = lazy(country, str)()
        request.number_of_drafts = drafts
        return get_response(request)

    return middleware


def lazy_values(request):
    def banner():
        is_missing = request.user.is_authenticated and not request.user.email
        return "Please add an email address." if is_missing else ""

    return {"drafts": request.number_of_drafts, "banner": banner}
