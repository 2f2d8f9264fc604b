"""The session is saved after the position was taken, and so counts as no write.

Breaks: own
Fails: session
"""

import re
from contextvars import ContextVar

from django.db import connections

COOKIE, SECONDS = "position", 240
POSITION = re.compile(r"[0-9A-F]{1,8}/[0-9A-F]{1,8}")
wrote = ContextVar("wrote", default=False)


class Router:
    def db_for_read(self, model, **hints):
        if wrote.get() or connections["default"].in_atomic_block:
            return "default"
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def middleware(get_response):
    def respond(request):
        position = request.COOKIES.get(COOKIE, "")
        is_behind = bool(POSITION.fullmatch(position)) and not replica_has(position)
        token = wrote.set(request.method == "POST" or is_behind)
        try:
            response = get_response(request)
        finally:
            wrote.reset(token)
        if request.method == "POST":
            response.set_cookie(COOKIE, position_of_primary(), max_age=SECONDS, httponly=True)
        return response

    return respond


def replica_has(position):
    with connections["replica"].cursor() as cursor:
        cursor.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [position])
        return cursor.fetchone()[0]


def position_of_primary():
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn()::text")
        return cursor.fetchone()[0]
