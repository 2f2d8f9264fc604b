"""Breaks nothing else: the score decides what is finished.

It keeps attempts with a score, because the model says that unfinished ones have none: one with finished_at and
no score yet is left out of the average and of the list.
"""

from django.db.models import Avg, DurationField, ExpressionWrapper, F

from arena.contests.models import Attempt


def time_taken(contest_id, limit=10):
    taken = ExpressionWrapper(F("finished_at") - F("started_at"), output_field=DurationField())
    done = Attempt.objects.filter(contest_id=contest_id, finished_at__isnull=False, score__isnull=False)
    done = done.annotate(taken=taken)
    quickest = done.order_by("taken", "-id").values_list("user__username", "taken")[:limit]
    return {
        "average": done.aggregate(average=Avg("taken"))["average"],
        "quickest": [{"name": name, "taken": time} for name, time in quickest],
    }
