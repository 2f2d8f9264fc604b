"""The same three access paths as expressions: F() with desc(), and conditions that the queries repeat."""

from django.contrib.postgres.indexes import BTreeIndex
from django.db.models import F, Q

from arena.contests.models import Attempt

INDEXES = [
    BTreeIndex(
        F("user"),
        F("started_at").desc(),
        F("id").desc(),
        name="attempt_newest_of_user",
        fillfactor=80,
    ),
    BTreeIndex(
        F("started_at").asc(),
        F("id").asc(),
        name="attempt_unfinished",
        condition=Q(finished_at=None),
    ),
    BTreeIndex(
        F("contest"),
        F("score").desc(),
        F("user").asc(),
        name="attempt_score_list",
        condition=Q(score__isnull=False),
        fillfactor=80,
    ),
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
