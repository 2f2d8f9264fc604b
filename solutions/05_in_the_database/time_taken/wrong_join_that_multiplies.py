"""Joins people's posts, and so counts each attempt once for every post.

A join repeats rows, and an average of repeated rows is another average.

Breaks: every attempt
Fails: answer
"""

from django.db.models import Avg, F

from arena.contests.models import Attempt


def time_taken(contest_id, limit=10):
    attempts = Attempt.objects.filter(contest=contest_id, finished_at__isnull=False)
    timed = attempts.annotate(taken=F("finished_at") - F("started_at"))
    quickest = timed.order_by("taken", "-pk").values("taken", name=F("user__username"))
    with_posts = timed.annotate(post=F("user__posts"))
    return {
        "average": with_posts.aggregate(average=Avg("taken"))["average"],
        "quickest": list(quickest[:limit]),
    }
