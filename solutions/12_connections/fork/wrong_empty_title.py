"""An empty title counts as one that is not known, so each call for it sends a query.

Breaks: loaded
Fails: answer
"""

from django.db import connections

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))


def title(contest_id):
    return (
        TITLES.get(contest_id)
        or Contest.objects.filter(pk=contest_id).values_list("title", flat=True).first()
    )


def pre_fork(server, worker):
    connections.close_all()


def post_fork(server, worker):
    pass
