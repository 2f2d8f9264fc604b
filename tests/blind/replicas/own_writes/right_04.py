"""Right: a class as middleware, and asgiref's Local."""

from asgiref.local import Local
from django.db import connections

local = Local()


class Router:
    def db_for_read(self, model, **hints):
        own = getattr(local, "own", False)
        return "default" if own or connections["default"].in_atomic_block else "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


class Own:
    """A block in which all reads go to the primary, if wanted."""

    def __init__(self, wanted):
        self.wanted = wanted

    def __enter__(self):
        self.before = getattr(local, "own", False)
        local.own = self.wanted

    def __exit__(self, *error):
        local.own = self.before


class OwnStream:
    def __init__(self, chunks):
        self.chunks = iter(chunks)

    def __iter__(self):
        return self

    def __next__(self):
        with Own(True):
            return next(self.chunks)


class OwnWrites:
    cookie = "arena_own"
    seconds = 90

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        is_post = request.method == "POST"
        wanted = is_post or request.COOKIES.get(self.cookie) == "1"
        with Own(wanted):
            response = self.get_response(request)
        if wanted and response.streaming and not response.is_async:
            response.streaming_content = OwnStream(response.streaming_content)
        if is_post:
            response.set_cookie(self.cookie, "1", max_age=self.seconds)
        return response


def middleware(get_response):
    return OwnWrites(get_response)
