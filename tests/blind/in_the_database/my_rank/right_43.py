"""The person's best attempt is fetched, and a subquery in the same statement counts the people with a better one."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    better = (
        scored.filter(score__gt=OuterRef("score"))
        .order_by()
        .values("contest")
        .annotate(people=Count("user", distinct=True))
        .values("people")
    )
    return (
        scored.filter(user=user_id)
        .order_by("-score", "pk")
        .annotate(rank=1 + Coalesce(Subquery(better), 0))
        .values_list("rank", flat=True)
        .first()
    )
