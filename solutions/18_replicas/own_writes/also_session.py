"""The session says when; sessions themselves are always read from the primary."""

import time
from threading import local

from django.conf import settings
from django.db import connections

SECONDS = 90
state = local()


class Router:
    def db_for_read(self, model, **hints):
        if model._meta.app_label == "sessions":
            return "default"
        if getattr(state, "wrote", False) or connections["default"].in_atomic_block:
            return "default"
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


class middleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            is_post = request.method == "POST"
            state.wrote = is_post or time.time() - request.session.get("wrote", 0) < SECONDS
            response = self.get_response(request)
            if is_post:
                request.session["wrote"] = time.time()
                request.session.save()  # Django saves none after status 500
                response.set_cookie(settings.SESSION_COOKIE_NAME, request.session.session_key)
            return response
        finally:
            state.wrote = False
