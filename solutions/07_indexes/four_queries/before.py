"""A person's page, the calendar, the clean-up and the results all read the whole table.

Somebody added an index for each column that a filter names, and the pages are still slow.

Change INDEXES, a list of Django's Index for the model Attempt. The check creates them on a table of
40,000 attempts that has no other index but the primary key's. It runs the four queries as they
stand here.

Rules:
- reads: each query touches at most 100 blocks of 8 KiB, for every person and every contest.

Allowed:
- indexes: at most 3.
- inserts: adding 4,000 attempts writes at most 2.5 times as many bytes of write-ahead log (WAL) as
  with the primary key alone.
"""

from django.db.models import Index

from arena.contests.models import Attempt

# TODO: each of these finds the rows of one column, and reads all of them from the table.
INDEXES = [
    Index(fields=["user"], name="attempt_user"),
    Index(fields=["started_at"], name="attempt_started"),
    Index(fields=["contest"], name="attempt_contest"),
]


def latest(user):
    """A person's page: the newest ten attempts."""
    return Attempt.objects.filter(user=user).order_by("-started_at", "-pk")[:10]


def calendar(user, since, until):
    """When a person started attempts."""
    attempts = Attempt.objects.filter(user=user, started_at__gte=since, started_at__lt=until)
    return attempts.order_by("started_at").values_list("started_at", flat=True)


def unfinished():
    """The clean-up: the oldest 20 of the few attempts that have no end, one in a hundred."""
    return Attempt.objects.filter(finished_at__isnull=True).order_by("started_at", "pk")[:20]


def results(contest):
    """All scores of a contest, the best first. A contest has 2,000 attempts."""
    scored = Attempt.objects.filter(contest=contest, score__isnull=False)
    return scored.order_by("-score", "user").values_list("score", "user")
