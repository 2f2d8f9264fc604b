"""Each page costs five queries, even one that shows nothing of the visitor.

Change the middleware and context processors so that only a page that shows the visitor sends
queries: its view or template prints, tests or compares request.user, user, request.country, drafts
or banner.

Django takes MIDDLEWARE and CONTEXT_PROCESSORS from here; views and templates stay.

Rules:
- shown: pages show the same as before; a change in the database shows on the next page.
- seen: a page (also a stream) that shows a signed-in visitor sets their last_login to now if NULL
  or over a minute old, and writes nothing else.

Allowed:
- other pages: no query, for any visitor.
- strangers: no query without a session cookie; 1 if the session has ended or holds no user.
- queries: 2 to show a signed-in visitor; 1 more each for country, drafts and writing last_login,
  however often shown.
"""

from django.utils import timezone

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


# TODO: these four run at every request, and each of them needs the visitor.
def last_seen(get_response):
    def middleware(request):
        User.objects.filter(pk=request.user.pk).update(last_login=timezone.now())
        return get_response(request)

    return middleware


def country(get_response):
    def middleware(request):
        profile = Profile.objects.filter(user_id=request.user.pk).first()
        request.country = profile.country if profile else ""
        return get_response(request)

    return middleware


def drafts(request):
    unpublished = Post.objects.filter(author_id=request.user.pk, published_at=None)
    return {"drafts": unpublished.count()}


def banner(request):
    is_missing = request.user.is_authenticated and not request.user.email
    return {"banner": "Please add an email address." if is_missing else ""}
