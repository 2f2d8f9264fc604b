"""WRONG (rule: nothing else): an earlier call's rows are returned until there is a newer attempt; stale
when an attempt that was there already is finished or corrected, or somebody is renamed.
"""

from django.db.models import F, Index, Q

from arena.contests.models import Attempt

INDEX = Index(
    F("finished_at") - F("started_at"),
    F("id").desc(),
    condition=Q(finished_at__isnull=False),
    name="attempt_taken",
)
_kept = {}


def fastest(limit=20):
    # The newest key is the cheapest thing to ask for: one row at the end of the primary key.
    newest = Attempt.objects.order_by("-pk").values_list("pk", flat=True).first()
    kept_newest, rows = _kept.get(limit, (None, None))
    if rows is None or kept_newest != newest:
        rows = (
            Attempt.objects.filter(finished_at__isnull=False)
            .annotate(taken=F("finished_at") - F("started_at"))
            .order_by("taken", "-pk")
            .values("taken", attempt=F("pk"), name=F("user__username"))[:limit]
        )
        len(rows)
        _kept[limit] = (newest, rows)
    return rows
