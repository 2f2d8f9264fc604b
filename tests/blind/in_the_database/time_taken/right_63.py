"""A small class: sum and count come from the database and are divided here; the slice is read as tuples."""

from django.db.models import Count, F, Sum

from arena.contests.models import Attempt

TAKEN = F("finished_at") - F("started_at")


class Times:
    """The finished attempts of one contest, with the time that each took."""

    def __init__(self, contest_id):
        self.attempts = (
            Attempt.objects.filter(contest_id=contest_id)
            .exclude(finished_at=None)
            .annotate(taken=TAKEN)
        )

    def average(self):
        found = self.attempts.aggregate(total=Sum("taken"), number=Count("pk"))
        if not found["number"]:
            return None
        return found["total"] / found["number"]

    def quickest(self, limit):
        rows = self.attempts.order_by(F("taken").asc(), F("pk").desc())
        pairs = rows.values_list("user__username", "taken")[:limit]
        return [dict(zip(("name", "taken"), pair)) for pair in pairs]


def time_taken(contest_id, limit=10):
    times = Times(contest_id)
    return {"average": times.average(), "quickest": times.quickest(limit)}
