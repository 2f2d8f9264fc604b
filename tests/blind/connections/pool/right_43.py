"""Django's pool of eight, of a class that replaces all dead connections when it finds one."""

import psycopg_pool


class RestartProofPool(psycopg_pool.ConnectionPool):
    def _check_connection(self, conn):
        try:
            super()._check_connection(conn)
        except Exception:
            self.check()
            raise


if psycopg_pool.ConnectionPool.__name__ != RestartProofPool.__name__:
    psycopg_pool.ConnectionPool = RestartProofPool  # Django imports it when it needs a pool

POOL = {"min_size": 2, "max_size": 8, "timeout": 5.0}


def databases(server):
    options = dict(server.get("OPTIONS") or {}, pool=dict(POOL))
    return {"default": dict(server, OPTIONS=options, CONN_MAX_AGE=0, CONN_HEALTH_CHECKS=True)}
