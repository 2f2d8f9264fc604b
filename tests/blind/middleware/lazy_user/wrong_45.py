"""shown

The country is that of the id in the session, whether or not that session still counts. Somebody who
was deactivated, or has changed their password elsewhere, is a stranger to the page, and before the
country was empty; now the page shows it.
"""

from datetime import timedelta

from django.contrib.auth import SESSION_KEY
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
        request.user = SimpleLazyObject(lambda: seen_user(request))
        return get_response(request)

    return middleware


def seen_user(request):
    user = get_user(request)
    if user.is_authenticated and is_old(user.last_login):
        User.objects.filter(pk=user.pk).update(last_login=timezone.now())
    return user


def is_old(moment):
    return moment is None or timezone.now() - moment > timedelta(minutes=1)


def country(get_response):
    def middleware(request):
        request.country = lazy_country(request)
        return get_response(request)

    return middleware


def country_of(request):
    if not hasattr(request, "_country"):
        pk = request.session.get(SESSION_KEY)
        profile = Profile.objects.filter(user_id=pk).first() if pk else None
        bool(request.user)  # this page shows the visitor: it counts as a visit
        request._country = profile.country if profile else ""
    return request._country


lazy_country = lazy(country_of, str)


def drafts(request):
    return {"drafts": lambda: drafts_of(request)}


def drafts_of(request):
    user = request.user
    if not hasattr(request, "_drafts"):
        request._drafts = {None: 0}
    if user.pk not in request._drafts:
        unpublished = Post.objects.filter(author_id=user.pk, published_at=None)
        request._drafts[user.pk] = unpublished.count()
    return request._drafts[user.pk]


def banner(request):
    return {"banner": lambda: banner_of(request)}


def banner_of(request):
    is_missing = request.user.is_authenticated and not request.user.email
    return "Please add an email address." if is_missing else ""
