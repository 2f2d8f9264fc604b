"""The index falls in time and rises in key, and PostgreSQL reads it backwards; each row is built from a model instance."""

from django.db.models import F, Index
from django.db.models.expressions import OrderBy

from arena.contests.models import Attempt


def taken():
    """Return how long an attempt took, as the index and the query both say it."""
    return F("finished_at") - F("started_at")


INDEX = Index(OrderBy(taken(), descending=True), OrderBy(F("id")), name="attempt_taken")


def row(attempt):
    return {
        "attempt": attempt.pk,
        "name": attempt.user.username,
        "taken": attempt.finished_at - attempt.started_at,
    }


def fastest(limit=20):
    finished = Attempt.objects.exclude(finished_at__isnull=True).select_related("user")
    finished = finished.only("started_at", "finished_at", "user__username")
    return [row(attempt) for attempt in finished.order_by(taken().asc(), F("pk").desc())[:limit]]
