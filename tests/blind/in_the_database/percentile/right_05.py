"""RIGHT: DISTINCT ON keeps the best attempt of each other person; aggregate() counts those."""

from django.db.models import Count, Q

from arena.contests.models import Attempt


def percentile(contest_id, user_id):
    ranked = Attempt.objects.filter(contest=contest_id, score__isnull=False).order_by(
        "user_id", "-score"
    )
    mine = list(ranked.filter(user=user_id).values("score", "contest__cutoff")[:1])
    if not mine:
        return None
    best, cutoff = mine[0]["score"], mine[0]["contest__cutoff"]
    # aggregate() takes no DISTINCT ON, so that stands in a subquery.
    bests = ranked.exclude(user=user_id).distinct("user_id")
    counts = Attempt.objects.filter(pk__in=bests.values("pk")).aggregate(
        others=Count("pk"),
        lower=Count("pk", filter=Q(score__lt=best)),
        qualifiers=Count("pk", filter=Q(score__gte=cutoff)),
    )
    share = 0
    if counts["others"]:
        share = 100 * counts["lower"] / counts["others"]
    return {
        "percentile": share,
        "qualified": best >= cutoff,
        "qualifiers": counts["qualifiers"] + int(best >= cutoff),
    }
