"""A small class keeps the titles and the rule for forks: before each one, close every connection, also if closing one fails."""

from contextlib import ExitStack

from django.db import connections

from arena.contests.models import Contest


class Site:
    """What the parent prepares for all workers."""

    def __init__(self):
        self.titles = {}

    def load(self):
        for contest in Contest.objects.only("title"):
            self.titles[contest.pk] = contest.title

    def leave_no_connection(self):
        with ExitStack() as stack:
            for wrapper in connections.all(initialized_only=True):
                stack.callback(wrapper.close)


SITE = Site()
TITLES = SITE.titles


def load():
    SITE.load()


def title(contest_id):
    return TITLES.get(contest_id)


def pre_fork(server, worker):
    SITE.leave_no_connection()


def post_fork(server, worker):
    pass
