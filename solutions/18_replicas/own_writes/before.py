"""A visitor comments, the page reloads, and the comment is missing.

The replica is seconds behind. A browser must see what it wrote; all other reads belong on the
replica.

Change Router and middleware(), which runs right after SessionMiddleware. Every POST writes, a GET
never does. There are several processes with several threads, no cache, and no streams.

Rules:
- own: in a POST after its write, and in all requests of the same browser for at least a minute,
  pages show what the browser wrote, even if the replica is still behind.
- others: requests of other browsers read from the replica, also at the same time.
- back: five minutes after its last POST, if the replica has everything, a browser reads from the
  replica.
- cookie: no cookie that a visitor makes up leads to an error.
- router: the rest of Router stays as it is.
"""

from django.db import connections


class Router:
    def db_for_read(self, model, **hints):
        # TODO: what a browser has just written is not there yet.
        return "default" if connections["default"].in_atomic_block else "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def middleware(get_response):
    def respond(request):
        return get_response(request)

    return respond
