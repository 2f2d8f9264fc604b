"""Ascending indexes, which PostgreSQL reads backwards too; the results' columns lie beside the key with INCLUDE, and get sorted."""

from django.contrib.postgres.indexes import BTreeIndex
from django.db.models import Q

from arena.contests.models import Attempt

person = BTreeIndex(name="attempt_by_person", fields=["user", "started_at", "id"], fillfactor=70)
running = BTreeIndex(
    name="attempt_running", fields=["started_at", "id"], condition=Q(finished_at__isnull=True)
)
scores = BTreeIndex(
    name="attempt_scores", fields=["contest", "score"], include=["user"], fillfactor=70
)

INDEXES = [person, running, scores]


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
