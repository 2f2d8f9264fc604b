"""Breaks the rule "loaded": a worker finds the titles without a query.

title() asks the database for what it does not find, and takes an empty title for one that it has
not found. It shows for a contest whose title is "": each call is a query.
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
