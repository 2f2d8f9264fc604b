"""A subclass of Django's middleware gives each request a Visitor, whose methods ask the database once; templates call them."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.contrib.auth.middleware import AuthenticationMiddleware, auser, get_user
from django.db import connections
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, lazy

from arena.accounts.models import Profile, User
from arena.discuss.models import Post

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    f"{__name__}.VisitorMiddleware",
]
CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    f"{__name__}.drafts",
    f"{__name__}.banner",
]

MINUTE = timedelta(minutes=1)


class LazyUser(SimpleLazyObject):
    def __repr__(self):
        self.pk  # loads it: somebody prints it
        return f"<SimpleLazyObject: {self._wrapped!r}>"


class Visitor:
    """Knows what a request has asked of its visitor so far."""

    def __init__(self, request):
        self.request = request
        self.lazy_user = LazyUser(self.load)
        self.is_seen = False
        self.found_country = None
        self.found_drafts = {}

    def load(self):
        return ask(self.see)

    def see(self):
        user = get_user(self.request)
        if self.is_due(user):
            self.rows(user).update(last_login=timezone.now())
        return user

    async def auser(self):
        user = await auser(self.request)
        if self.is_due(user):
            await self.rows(user).aupdate(last_login=timezone.now())
        return user

    def is_due(self, user):
        if self.is_seen or not user.is_authenticated:
            return False
        self.is_seen = True
        return user.last_login is None or user.last_login < timezone.now() - MINUTE

    def rows(self, user):
        is_old = Q(last_login=None) | Q(last_login__lt=timezone.now() - MINUTE)
        return User.objects.filter(is_old, pk=user.pk)

    def country(self):
        if self.found_country is None:
            user = self.lazy_user
            rows = Profile.objects.filter(user_id=user.pk)
            profiles = ask(lambda: list(rows)) if user.is_authenticated else []
            self.found_country = profiles[0].country if profiles else ""
        return self.found_country

    def drafts(self):
        pk = self.request.user.pk
        if pk is None:
            return 0
        if pk not in self.found_drafts:
            rows = Post.objects.filter(author_id=pk, published_at__isnull=True)
            self.found_drafts[pk] = ask(rows.count)
        return self.found_drafts[pk]

    def banner(self):
        user = self.request.user
        return "Please add an email address." if user.is_authenticated and not user.email else ""


def ask(function):
    """Call a function that sends queries, in another thread if an event loop runs in this one."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return function()

    def run():
        try:
            return function()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=1) as executor:
        return executor.submit(run).result()


lazy_country = lazy(Visitor.country, str)


class VisitorMiddleware(AuthenticationMiddleware):
    def process_request(self, request):
        super().process_request(request)
        request._visitor = visitor = Visitor(request)
        request.user = visitor.lazy_user
        request.auser = visitor.auser
        request.country = lazy_country(visitor)


def drafts(request):
    return {"drafts": request._visitor.drafts}


def banner(request):
    return {"banner": request._visitor.banner}
