"""DISTINCT ON picks each person's best attempt; those above mine are counted."""

from django.db.models import F

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    try:
        mine = (
            scored.filter(user=user_id)
            .order_by(F("score").desc(nulls_last=True))
            .values_list("score", flat=True)[0]
        )
    except IndexError:
        return None
    bests = scored.order_by("user_id", "-score").distinct("user_id")
    above = Attempt.objects.filter(pk__in=bests.values("pk"), score__gt=mine)
    return 1 + above.exclude(user=user_id).count()
