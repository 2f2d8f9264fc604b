"""Right: a lost connection is noticed when it fails; all connections that are older are then closed."""

import threading
import time

from django.db import DatabaseError, InterfaceError, connections
from django.http import HttpResponse

PAUSE = 12

mutex = threading.Lock()
state = {"closed_until": 0.0, "era": 0}
here = threading.local()


def mark_lost():
    """The connections of other threads are probably lost too: they are of an older era."""
    with mutex:
        state["era"] += 1


def reachable():
    replica = connections["replica"]
    if replica.in_atomic_block:
        return True
    if time.monotonic() < state["closed_until"]:
        return False
    era = state["era"]
    if replica.connection is not None:
        if getattr(replica, "arena_era", era) == era:
            return True
        replica.close()
    with mutex:
        if time.monotonic() < state["closed_until"]:
            return False
        try:
            replica.ensure_connection()
        except (DatabaseError, InterfaceError):
            replica.close()
            state["closed_until"] = time.monotonic() + PAUSE
            state["era"] += 1
            return False
        replica.arena_era = state["era"]
        return True


class Router:
    def db_for_read(self, model, **hints):
        if connections["default"].in_atomic_block or getattr(here, "primary", False):
            return "default"
        if reachable():
            here.read = True
            return "replica"
        return "default"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def lost_in(request, exception):
    """Say whether a page that only reads has failed because its connection is lost."""
    if not isinstance(exception, (DatabaseError, InterfaceError)):
        return False
    if request.method not in ("GET", "HEAD") or here.primary or not here.read:
        return False
    replica = connections["replica"]
    return replica.connection is None or not replica.is_usable()


def middleware(get_response):
    def respond(request):
        here.primary = here.read = here.again = False
        try:
            try:
                response = get_response(request)
            except (DatabaseError, InterfaceError) as exception:
                if not lost_in(request, exception):
                    raise
                here.again = True
            if here.again:
                mark_lost()
                connections["replica"].close()
                here.primary = True
                response = get_response(request)
            return response
        finally:
            here.primary = here.read = False

    def process_exception(request, exception):
        if lost_in(request, exception):
            here.again = True
            return HttpResponse(status=503)

    respond.process_exception = process_exception
    return respond
