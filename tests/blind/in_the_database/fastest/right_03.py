"""Right: a BTreeIndex that also holds the person (INCLUDE); exclude() instead of filter()."""

from django.contrib.postgres.indexes import BTreeIndex
from django.db.models import DurationField, ExpressionWrapper, F, Q

from arena.contests.models import Attempt

TAKEN = ExpressionWrapper(F("finished_at") - F("started_at"), output_field=DurationField())
INDEX = BTreeIndex(
    F("finished_at") - F("started_at"),
    F("id").desc(),
    include=["user"],
    condition=Q(finished_at__isnull=False),
    fillfactor=90,
    name="attempt_taken",
)


def fastest(limit=20):
    rows = Attempt.objects.exclude(finished_at=None).annotate(
        attempt=F("id"), name=F("user__username"), taken=TAKEN
    )
    return rows.order_by("taken", "-attempt").values("attempt", "name", "taken")[:limit]
