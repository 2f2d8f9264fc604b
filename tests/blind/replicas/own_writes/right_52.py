"""db_for_write() notes the write for the thread that runs the request; a cookie with the time of the last POST does it for later ones."""

import threading
import time

from django.db import connections

NAME = "last_post"
AT_LEAST = 60
KEPT = 2 * AT_LEAST


class Here(threading.local):
    """What the request of this thread has to see. It is emptied at the end of each request."""

    own = False
    is_post = False


here = Here()


class Router:
    def db_for_read(self, model, **hints):
        if here.own or connections["default"].in_atomic_block:
            return "default"
        return "replica"

    def db_for_write(self, model, **hints):
        if here.is_post:
            here.own = True
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def has_just_written(cookie):
    """Tell whether a cookie is of the last minutes. Visitors may send anything: only ten digits are a time."""
    if not (cookie.isascii() and cookie.isdigit() and len(cookie) == 10):
        return False
    age = time.time() - int(cookie)
    return -AT_LEAST <= age <= KEPT  # the clocks of two servers differ a little


def look(execute, sql, params, many, context):
    """Statements that are written by hand pass no router."""
    result = execute(sql, params, many, context)
    if str(sql).lstrip(" \n\t(").upper().startswith(("INSERT", "UPDATE", "DELETE", "MERGE", "WITH", "CALL", "COPY")):
        here.own = True
    return result


def middleware(get_response):
    def respond(request):
        here.own = has_just_written(request.COOKIES.get(NAME, ""))
        here.is_post = request.method == "POST"
        try:
            if here.is_post:
                with connections["default"].execute_wrapper(look):
                    response = get_response(request)
            else:
                response = get_response(request)
        finally:
            here.own = here.is_post = False
        if request.method == "POST":
            response.set_cookie(NAME, str(int(time.time())), max_age=KEPT, httponly=True, samesite="Lax")
        return response

    return respond
