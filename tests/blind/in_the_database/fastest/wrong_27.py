"""WRONG (rule: order): index and order use whole seconds, so attempts within the same second are sorted by key, not by time."""

from django.db.models import BigIntegerField, F, Func, Index

from arena.contests.models import Attempt


class Seconds(Func):
    template = "CAST(floor(EXTRACT(epoch FROM %(expressions)s)) AS bigint)"
    output_field = BigIntegerField()


INDEX = Index(
    Seconds(F("finished_at") - F("started_at")),
    F("id").desc(),
    name="attempt_taken",
)


def fastest(limit=20):
    return (
        Attempt.objects.filter(finished_at__isnull=False)
        .annotate(taken=F("finished_at") - F("started_at"))
        .order_by(Seconds(F("finished_at") - F("started_at")), "-pk")
        .values("taken", attempt=F("pk"), name=F("user__username"))[:limit]
    )
