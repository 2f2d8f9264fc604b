"""A middleware class around an asgiref Local with one small object per request; the cookie is a TimestampSigner's."""

from asgiref.local import Local
from django.core.signing import BadSignature, TimestampSigner
from django.db import connections

local = Local()


class Reads:
    """Where one request reads from: from the primary as soon as it is pinned."""

    def __init__(self, is_pinned):
        self.is_pinned = is_pinned

    def __call__(self, execute, sql, params, many, context):
        """Wrap the statements of a POST on the primary."""
        if not self.is_pinned and self.may_write(str(sql)):
            self.is_pinned = True
        return execute(sql, params, many, context)

    @staticmethod
    def may_write(sql):
        sql = sql.strip().upper()
        return not sql.startswith(("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO"))


class Router:
    def db_for_read(self, model, **hints):
        reads = getattr(local, "reads", None)
        if reads is not None and reads.is_pinned:
            return "default"
        return "default" if connections["default"].in_atomic_block else "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


class OwnWrites:
    COOKIE = "own-writes"
    SECONDS = 180

    def __init__(self, get_response):
        self.get_response = get_response
        self.signer = TimestampSigner(salt=__name__)

    def __call__(self, request):
        local.reads = Reads(self.has_written(request))
        try:
            if request.method == "POST":
                return self.post(request)
            return self.get_response(request)
        finally:
            del local.reads

    def post(self, request):
        with connections["default"].execute_wrapper(local.reads):
            response = self.get_response(request)
        response.set_cookie(
            self.COOKIE,
            self.signer.sign("post"),
            max_age=self.SECONDS,
            httponly=True,
            samesite="Lax",
        )
        return response

    def has_written(self, request):
        try:
            self.signer.unsign(request.COOKIES.get(self.COOKIE, ""), max_age=self.SECONDS)
        except BadSignature:
            return False
        return True


def middleware(get_response):
    return OwnWrites(get_response)
