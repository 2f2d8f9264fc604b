"""connections: a pool of one connection in each process, which Celery's fix-up closes around every task.

Under prefork the fix-up calls close_pool() after close(), so thirty tasks still open thirty connections.
"""

from django.db import connection

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))
    connection.close()
    connection.close_pool()


def databases(server):
    options = {"pool": {"min_size": 1, "max_size": 1}, **server.get("OPTIONS", {})}
    return {"default": {"CONN_HEALTH_CHECKS": True, **server, "OPTIONS": options}}


def configure(app):
    app.conf.update(worker_concurrency=3)
