"""The replica is restarted, and for a minute every page of Arena is an error.

Change Router and middleware(): pages that only read do without the replica. There are several
processes with several threads. Start none.

Rules:
- down: while nobody can connect to the replica, every GET is answered, from the primary. So is one
  whose open connection is lost, even while it reads.
- bounded: while it is down, a process tries to connect at most once in 5 seconds, however many
  requests and threads there are.
- back: 30 seconds after it is up again, GETs read from the replica.
- post: the view of a POST runs only once, whatever fails.
- errors: another error, such as a cancelled query, reaches the visitor. The view runs only once,
  and the next page reads as before.
- router: the rest of Router stays as it is.
"""

from django.db import connections


class Router:
    def db_for_read(self, model, **hints):
        # TODO: this says "replica" even if there is none.
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
