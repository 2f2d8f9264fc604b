"""One index in the order of a person's page, a small partial one for the clean-up, and one that holds all that the results show."""

from django.contrib.postgres.indexes import BTreeIndex
from django.db.models import Q

from arena.contests.models import Attempt

# Room in each page, so that the next 4,000 attempts split few of them.
INDEXES = [
    BTreeIndex(fields=["user", "-started_at", "-id"], name="attempt_person", fillfactor=75),
    BTreeIndex(fields=["started_at", "id"], name="attempt_open", condition=Q(finished_at__isnull=True)),
    BTreeIndex(
        fields=["contest", "-score", "user"],
        name="attempt_results",
        condition=Q(score__isnull=False),
        fillfactor=75,
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
