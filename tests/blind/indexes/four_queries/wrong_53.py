"""Allowed "inserts": at most 2.5 times as many bytes of WAL.

Every index covers its query completely, and that for the clean-up holds the finished attempts too. Each new attempt is written
almost three times more, and the wide entries split many pages.
"""

from django.db.models import Index

from arena.contests.models import Attempt

INDEXES = [
    Index(
        fields=["user", "-started_at", "-id"],
        include=["contest", "finished_at", "score", "medal"],
        name="attempt_user",
    ),
    Index(
        fields=["finished_at", "started_at", "id"],
        include=["contest", "user", "score", "medal"],
        name="attempt_unfinished",
    ),
    Index(fields=["contest", "-score", "user"], name="attempt_contest"),
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
