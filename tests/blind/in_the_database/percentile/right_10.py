"""RIGHT: starts from people instead of attempts; each is annotated with the best over the join."""

from django.db.models import Count, Max, Q

from arena.accounts.models import User


def percentile(contest_id, user_id):
    people = User.objects.filter(
        attempts__contest=contest_id, attempts__score__isnull=False
    ).annotate(best=Max("attempts__score"))
    me = list(
        people.filter(pk=user_id)
        .annotate(cutoff=Max("attempts__contest__cutoff"))
        .values_list("best", "cutoff")
    )
    if not me:
        return None
    [(best, cutoff)] = me
    counts = people.exclude(pk=user_id).aggregate(
        others=Count("best"),
        lower=Count("best", filter=Q(best__lt=best)),
        qualifiers=Count("best", filter=Q(best__gte=cutoff)),
    )
    result = {
        "percentile": 0,
        "qualified": best >= cutoff,
        "qualifiers": counts["qualifiers"],
    }
    if counts["others"]:
        result["percentile"] = 100 * counts["lower"] / counts["others"]
    if result["qualified"]:
        result["qualifiers"] += 1
    return result
