"""The person's best attempt is fetched with one more column, a subquery that counts the better people."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    better = (
        Attempt.objects.filter(contest=OuterRef("contest"), score__gt=OuterRef("score"))
        .order_by()
        .values("contest")
        .annotate(people=Count("user", distinct=True))
        .values("people")
    )
    rank = (
        Attempt.objects.filter(contest=contest_id, user=user_id, score__isnull=False)
        .annotate(rank=Coalesce(Subquery(better), 0) + 1)
        .order_by("-score", "pk")
        .values_list("rank", flat=True)
    )
    return rank.first()
