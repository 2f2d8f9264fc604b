"""Three threads share a pool of three connections: Celery puts them back, and closes none."""

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))


def databases(server):
    options = {**server["OPTIONS"], "pool": {"min_size": 0, "max_size": 3}}
    return {"default": {**server, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}}


def configure(app):
    app.conf.update(worker_pool="threads", worker_concurrency=3)
