"""transaction: until it has written, a transaction reads from the replica.

The first reads inside of atomic() go to the replica, and all of them if the writes are sent with a
cursor or with using("default"), which ask no router: then it reads what it has replaced.
"""

from django.db import connections


class Router:
    def db_for_read(self, model, **hints):
        blocks = connections["default"].atomic_blocks
        has_written = blocks and getattr(blocks[0], "has_written", False)
        return "default" if has_written else "replica"

    def db_for_write(self, model, **hints):
        # From here on the replica doesn't know what this transaction knows.
        for block in connections["default"].atomic_blocks[:1]:
            block.has_written = True
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
