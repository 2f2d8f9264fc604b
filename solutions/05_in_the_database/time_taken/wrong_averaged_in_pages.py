"""Adds the times up in pages of 1,000 attempts: the more attempts, the more queries.

Breaks: queries
Fails: work
"""

from datetime import timedelta

from django.db.models import Count, F, Sum

from arena.contests.models import Attempt

PAGE = 1000


def time_taken(contest_id, limit=10):
    attempts = Attempt.objects.filter(contest=contest_id, finished_at__isnull=False)
    timed = attempts.annotate(taken=F("finished_at") - F("started_at"))
    total, number = timedelta(), 0
    while True:
        page = timed.order_by("pk")[number : number + PAGE]
        found = page.aggregate(total=Sum("taken"), number=Count("pk"))
        total += found["total"] or timedelta()
        number += found["number"]
        if found["number"] < PAGE:
            break
    quickest = timed.order_by("taken", "-pk").values("taken", name=F("user__username"))
    return {"average": total / number if number else None, "quickest": list(quickest[:limit])}
