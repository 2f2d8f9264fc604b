"""A LazyObject of its own for the user, and one for numbers that also converts."""

import copy
from datetime import timedelta

from django.contrib.auth import get_user
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import LazyObject, SimpleLazyObject, empty, new_method_proxy

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


class LazyVisitor(LazyObject):
    def __init__(self, request):
        self.__dict__["_request"] = request
        super().__init__()

    def __copy__(self):
        if self._wrapped is empty:
            return type(self)(self.__dict__["_request"])
        return copy.copy(self._wrapped)

    def __deepcopy__(self, memo):
        if self._wrapped is empty:
            return type(self)(self.__dict__["_request"])
        return copy.deepcopy(self._wrapped, memo)

    def _setup(self):
        self._wrapped = visitor_of(self.__dict__["_request"])


def visitor_of(request):
    if not hasattr(request, "_visitor"):
        request._visitor = get_user(request)
        if request._visitor.is_authenticated:
            note(request._visitor)
    return request._visitor


def note(user):
    now = timezone.now()
    before = now - timedelta(minutes=1)
    if user.last_login is None or user.last_login < before:
        # Another page may have just written it.
        old = Q(last_login=None) | Q(last_login__lt=before)
        User.objects.filter(old, pk=user.pk).update(last_login=now)


class LazyNumber(SimpleLazyObject):
    """Also has what filters such as pluralize and add need."""

    __int__ = new_method_proxy(int)
    __float__ = new_method_proxy(float)
    __index__ = new_method_proxy(int)


def last_seen(get_response):
    def middleware(request):
        request.user = LazyVisitor(request)
        return get_response(request)

    return middleware


def country(get_response):
    def middleware(request):
        def load():
            if not request.user.is_authenticated:
                return ""
            profile = Profile.objects.filter(user_id=request.user.pk).only("country").first()
            return "" if profile is None else profile.country

        request.country = SimpleLazyObject(load)
        return get_response(request)

    return middleware


def drafts(request):
    def count():
        user = request.user
        if not user.is_authenticated:
            return 0
        return Post.objects.filter(author_id=user.pk, published_at=None).count()

    # The same object for all templates of this request.
    if not hasattr(request, "_lazy_drafts"):
        request._lazy_drafts = LazyNumber(count)
    return {"drafts": request._lazy_drafts}


def banner(request):
    def text():
        if request.user.is_authenticated and not request.user.email:
            return "Please add an email address."
        return ""

    return {"banner": SimpleLazyObject(text)}
