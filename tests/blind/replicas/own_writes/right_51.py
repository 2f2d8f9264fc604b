"""A signed cookie with a time, set after each POST, and a context variable that says where this request reads from."""

from contextvars import ContextVar

from django.db import connections

COOKIE = "wrote"
SECONDS = 150  # between one minute and five

# None outside of requests, else {"fresh": bool, "is_post": bool} of the request that runs here.
current = ContextVar("current", default=None)


class Router:
    def db_for_read(self, model, **hints):
        if is_fresh():
            return "default"
        return "default" if connections["default"].in_atomic_block else "replica"

    def db_for_write(self, model, **hints):
        request = current.get()
        if request is not None and request["is_post"]:
            request["fresh"] = True
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def is_fresh():
    request = current.get()
    return request is not None and request["fresh"]


def notice(execute, sql, params, many, context):
    """Run a statement on the primary; one that is no plain SELECT may have written, without asking the router."""
    try:
        return execute(sql, params, many, context)
    finally:
        words = str(sql).split(None, 1)
        if not words or words[0].upper() not in {"SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK"}:
            current.get()["fresh"] = True


def middleware(get_response):
    def respond(request):
        # No signature, another one or an old one: all of them are None here, and no error.
        wrote = request.get_signed_cookie(COOKIE, default=None, max_age=SECONDS)
        is_post = request.method == "POST"
        token = current.set({"fresh": wrote is not None, "is_post": is_post})
        try:
            if not is_post:
                return get_response(request)
            with connections["default"].execute_wrapper(notice):
                response = get_response(request)
        finally:
            current.reset(token)
        response.set_signed_cookie(COOKIE, "1", max_age=SECONDS, httponly=True, samesite="Lax")
        return response

    return respond
