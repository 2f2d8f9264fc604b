"""One object for each request loads everything about its visitor once."""

from datetime import timedelta

from django.contrib.auth import get_user
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, cached_property

from arena.accounts.models import Profile, User
from arena.discuss.models import Post

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    f"{__name__}.VisitorMiddleware",
]
CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    f"{__name__}.visitor",
]


class Visitor:
    """What is known of the visitor of one request, loaded when it is asked for."""

    def __init__(self, request):
        self.request = request

    @cached_property
    def user(self):
        user = get_user(self.request)
        if user.is_authenticated:
            self.see(user)
        return user

    @staticmethod
    def see(user):
        now = timezone.now()
        if user.last_login is None or user.last_login < now - timedelta(seconds=60):
            User.objects.filter(pk=user.pk).update(last_login=now)

    @property
    def current(self):
        # A view may have signed somebody in or out.
        return self.request.user

    @cached_property
    def country(self):
        if self.current.is_anonymous:
            return ""
        countries = Profile.objects.filter(user_id=self.current.pk)
        return countries.values_list("country", flat=True).first() or ""

    @cached_property
    def number_of_drafts(self):
        if self.current.is_anonymous:
            return 0
        return Post.objects.filter(author_id=self.current.pk, published_at__isnull=True).count()

    def drafts(self):
        return self.number_of_drafts

    def banner(self):
        if self.current.is_authenticated and not self.current.email:
            return "Please add an email address."
        return ""


class VisitorMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        visitor = request.arena_visitor = Visitor(request)
        request.user = SimpleLazyObject(lambda: visitor.user)
        request.country = SimpleLazyObject(lambda: visitor.country)
        return self.get_response(request)


def visitor(request):
    # Templates call these two where they show them.
    return {"drafts": request.arena_visitor.drafts, "banner": request.arena_visitor.banner}
