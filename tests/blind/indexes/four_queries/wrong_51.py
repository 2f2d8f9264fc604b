"""Rule "reads": each query touches at most 100 blocks.

The index for the results gives the right rows in the right order, but lacks the user, so that PostgreSQL reads each of the 2,000
rows from the table. It shows as soon as a contest's attempts are spread over the table.
"""

from django.db.models import Index, Q

from arena.contests.models import Attempt

INDEXES = [
    Index(fields=["user", "-started_at", "-id"], name="attempt_user"),
    Index(
        fields=["started_at", "id"],
        name="attempt_unfinished",
        condition=Q(finished_at__isnull=True),
    ),
    Index(
        fields=["contest", "-score"],
        name="attempt_contest",
        condition=Q(score__isnull=False),
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
