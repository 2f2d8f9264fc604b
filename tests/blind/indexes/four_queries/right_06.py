"""RIGHT: a helper makes them, from a table of columns, inclusions and conditions."""

from django.db.models import Index, Q

from arena.contests.models import Attempt


def _index(name, columns, include="", **condition):
    return Index(
        fields=columns.split(),
        include=include.split() or None,
        condition=Q(**condition) if condition else None,
        name=f"attempt_{name}",
    )


INDEXES = [
    _index("page_and_calendar", "user started_at id"),
    _index("clean_up", "started_at id", finished_at__isnull=True),
    _index("table_of_results", "contest score", "user", score__isnull=False),
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
