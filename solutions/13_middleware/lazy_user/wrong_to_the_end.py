"""It writes after the last chunk of a stream, and this visitor leaves before.

Breaks: seen
Fails: seen
"""

from datetime import timedelta

from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from arena.accounts.models import Profile, User
from arena.discuss.models import Post

MINUTE = timedelta(minutes=1)
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
        response = get_response(request)
        if response.streaming:
            response.streaming_content = and_store(response.streaming_content, request)
        else:
            store(request)
        return response

    return middleware


def and_store(chunks, request):
    yield from chunks
    store(request)


def store(request):
    if not hasattr(request, "_cached_user"):  # Django's own, once the user is loaded
        return
    user, now = request._cached_user, timezone.now()
    if user.is_authenticated and (not user.last_login or now - user.last_login > MINUTE):
        User.objects.filter(pk=user.pk).update(last_login=now)


def country(get_response):
    def middleware(request):
        request.country = SimpleLazyObject(lambda: country_of(request.user))
        return get_response(request)

    return middleware


def country_of(user):
    if user.is_anonymous:
        return ""
    return Profile.objects.filter(user=user).values_list("country", flat=True).first() or ""


def drafts(request):
    # A template calls a function. A lazy object is no number: it has neither >= nor int().
    return {"drafts": lambda: drafts_of(request.user)}


def drafts_of(user):
    if user.is_anonymous:
        return 0
    if not hasattr(user, "number_of_drafts"):  # a page may render several templates
        user.number_of_drafts = Post.objects.filter(author=user, published_at=None).count()
    return user.number_of_drafts


def banner(request):
    return {"banner": SimpleLazyObject(lambda: banner_for(request.user))}


def banner_for(user):
    is_missing = user.is_authenticated and not user.email
    return "Please add an email address." if is_missing else ""
