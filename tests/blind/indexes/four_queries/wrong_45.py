"""reads

results() is changed to the best 50, as the index has no users in it: shows when the query of the task is run,
with all scores, as it reads the contest's attempts from the table.
"""

from django.contrib.postgres.indexes import BTreeIndex
from django.db.models import Q

from arena.contests.models import Attempt

INDEXES = [
    BTreeIndex(fields=["user", "started_at", "id"], fillfactor=75, name="attempt_of_user"),
    BTreeIndex(
        fields=["started_at", "id"], condition=Q(finished_at__isnull=True), name="attempt_unfinished"
    ),
    BTreeIndex(
        fields=["contest", "-score"],
        condition=Q(score__isnull=False),
        fillfactor=75,
        name="attempt_results",
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
    """The scores of a contest, the best first."""
    scored = Attempt.objects.filter(contest=contest, score__isnull=False)
    return scored.order_by("-score", "user").values_list("score", "user")[:50]
