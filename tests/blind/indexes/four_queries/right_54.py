"""Uses PostgreSQL's BTreeIndex, made by a small function that leaves room in the pages and takes a condition."""

from django.contrib.postgres.indexes import BTreeIndex
from django.db.models import Q

from arena.contests.models import Attempt


def tree(name, *fields, **condition):
    return BTreeIndex(
        fields=fields,
        name=f"attempt_{name}_ix",
        fillfactor=75,
        deduplicate_items=False,
        condition=Q(**condition) if condition else None,
    )


INDEXES = [
    tree("person", "user", "started_at", "id"),
    tree("no_end", "started_at", "id", finished_at__isnull=True),
    tree("contest", "contest", "-score", "user"),
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
