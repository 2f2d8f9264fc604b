"""Right: model instances for the quickest only, with select_related("user"): two for each row of the list."""

from django.db.models import Avg, F, Q

from arena.contests.models import Attempt

TAKEN = F("finished_at") - F("started_at")


def average_of(contest_id):
    attempts = Attempt.objects.filter(contest=contest_id)
    return attempts.aggregate(average=Avg(TAKEN, filter=Q(finished_at__isnull=False)))["average"]


def quickest_of(contest_id, limit):
    attempts = (
        Attempt.objects.filter(contest=contest_id)
        .exclude(finished_at=None)
        .select_related("user")
        .order_by(TAKEN.asc(), "-pk")
    )
    for attempt in attempts[:limit]:
        yield {"name": attempt.user.username, "taken": attempt.finished_at - attempt.started_at}


def time_taken(contest_id, limit=10):
    return {"average": average_of(contest_id), "quickest": list(quickest_of(contest_id, limit))}
