"""WRONG (limit: fetched): fetches each different score, up to 101 rows; over 5 with 6 scores."""

from django.db.models import Case, F, IntegerField, Value, When

from arena.contests.models import Attempt


def raise_scores(contest):
    scored = Attempt.objects.filter(contest=contest, score__isnull=False)
    scores = scored.order_by().values_list("score", flat=True).distinct()
    steps = [
        When(score=score, then=Value(min(100, score + score * 5 // 100))) for score in scores
    ]
    if not steps:
        return 0
    return scored.update(
        score=Case(*steps, default=F("score"), output_field=IntegerField())
    )
