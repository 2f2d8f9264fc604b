"""A worker drops what it has inherited when its first request begins: until then it shares.

Breaks: own
Fails: later
"""

from django.core.signals import request_started
from django.db import connections

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))


def title(contest_id):
    return TITLES.get(contest_id)


def pre_fork(server, worker):
    pass


def forget(**kwargs):
    request_started.disconnect(forget)
    del connections["default"]


def post_fork(server, worker):
    request_started.connect(forget)
