"""RIGHT: no grouping; distinct people are counted who have any score, one as good as mine, or one
that qualifies. Lower is who has a score, but none as good as mine.
"""

from django.db.models import Count, Q

from arena.contests.models import Attempt


def percentile(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id).exclude(score=None)
    mine = (
        scored.filter(user=user_id).order_by("-score").values_list("score", "contest__cutoff")
    ).first()
    if mine is None:
        return None
    best, cutoff = mine

    def people(*conditions):
        return Count("user", distinct=True, filter=Q(*conditions) if conditions else None)

    counts = scored.exclude(user=user_id).aggregate(
        everybody=people(),
        as_good=people(("score__gte", best)),
        reached=people(("score__gte", cutoff)),
    )
    everybody, as_good, reached = counts["everybody"], counts["as_good"], counts["reached"]
    return {
        "percentile": 100 * (everybody - as_good) / everybody if everybody else 0,
        "qualified": best >= cutoff,
        "qualifiers": reached + 1 if best >= cutoff else reached,
    }
