"""Django's pool of eight; a connection found dead makes the pool look at the others at once."""

import psycopg


class Swept(psycopg.Connection):
    """After a restart, a request need not find one dead connection after another.

    The pool waits longer and longer between two that it finds dead: eight would be too many.
    """

    def execute(self, query, *args, **kwargs):
        try:
            return super().execute(query, *args, **kwargs)
        except psycopg.Error:
            pool = getattr(self, "_pool", None)
            if query == "" and pool is not None:  # the pool's check, for somebody who asked
                pool.check()
            raise


def databases(server):
    pool = {"min_size": 1, "max_size": 8, "timeout": 6, "connection_class": Swept}
    return {
        "default": {
            **server,
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {**server.get("OPTIONS", {}), "pool": pool},
        }
    }
