"""A visitor comments, and Arena's number of comments stays one behind.

Since last week reads go to a replica. It has nothing of a transaction that is still open, so code
that writes and then reads works with old rows.

Change Router, Arena's only router. "default" is the primary, "replica" is its read-only copy.

Rules:
- reads: outside of a transaction on the primary every read goes to the replica, also of rows that
  were written a moment ago, and of related objects.
- writes: every write goes to the primary, also of an object that came from the replica.
- transaction: inside atomic() on the primary every query goes to the primary, also for what is
  related to an object that came from the replica.
- relation: objects from the two databases can still refer to each other.
- migrate: migrations run on the primary, never on the replica.
"""


class Router:
    def db_for_read(self, model, **hints):
        return "replica"  # TODO: what a transaction has written is not there yet.

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True
