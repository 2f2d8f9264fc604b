"""WRONG (rule: every attempt): grouped by person and time, so two attempts of one person that took
exactly equally long are one in the list of the quickest.
"""

from django.db.models import Avg, F, Max

from arena.contests.models import Attempt


def time_taken(contest_id, limit=10):
    finished = Attempt.objects.filter(contest=contest_id, finished_at__isnull=False).annotate(
        taken=F("finished_at") - F("started_at")
    )
    quickest = (
        finished.values("taken", name=F("user__username"))
        .annotate(newest=Max("pk"))
        .order_by("taken", "-newest")
        .values_list("name", "taken")
    )
    return {
        "average": finished.aggregate(average=Avg("taken"))["average"],
        "quickest": [{"name": name, "taken": taken} for name, taken in quickest[:limit]],
    }
