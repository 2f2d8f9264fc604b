"""Each task of Arena's Celery worker opens a connection: thirty connections for thirty tasks.

Celery's Django fix-up closes the connections around each task, whatever CONN_MAX_AGE says.

configure(app) is called before the worker starts. databases(server) gets the entry of DATABASES,
and returns the whole setting. Then the worker's main process calls load(), and starts three
processes by fork, which run the tasks. Change this file.

Rules:
- parallel: three tasks run at the same time.
- connections: the worker never has more than three connections, its main process included, and runs
  thirty tasks over the same three.
- own: no two processes use the same connection.
- restart: no task fails when PostgreSQL ended all connections between tasks.
- unfinished: a task that ends in a transaction, after set_autocommit(False) or BEGIN, leaves
  neither the transaction nor its locks.
- entry: what the entry says stays; more may be added.
"""

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))


def databases(server):
    return {"default": {**server}}


def configure(app):
    # TODO: keep connections between tasks, and notice those that are dead.
    app.conf.update(worker_concurrency=3)
