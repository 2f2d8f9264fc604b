"""WRONG (rule: best): a person counts once for each attempt that no other of theirs beats by score,
then start; who reached their best twice in attempts that started at the same time counts twice.
"""

from django.db.models import Count, Exists, Max, OuterRef, Q

from arena.contests.models import Attempt


def percentile(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    me = scored.filter(user=user_id).aggregate(best=Max("score"), cutoff=Max("contest__cutoff"))
    best, cutoff = me["best"], me["cutoff"]
    if best is None:
        return None
    # One attempt for each other person: the best, and of equal ones the latest.
    beaten = scored.filter(user=OuterRef("user")).filter(
        Q(score__gt=OuterRef("score"))
        | Q(score=OuterRef("score"), started_at__gt=OuterRef("started_at"))
    )
    counts = (
        scored.exclude(user=user_id)
        .filter(~Exists(beaten))
        .aggregate(
            people=Count("pk"),
            lower=Count("pk", filter=Q(score__lt=best)),
            reached=Count("pk", filter=Q(score__gte=cutoff)),
        )
    )
    return {
        "percentile": 100 * counts["lower"] / counts["people"] if counts["people"] else 0,
        "qualified": best >= cutoff,
        "qualifiers": counts["reached"] + (best >= cutoff),
    }
