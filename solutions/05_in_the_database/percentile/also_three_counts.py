"""Three small queries: my best and the cut-off, the people who are lower, and the qualifiers."""

from django.db.models import Count, F, Max, Q

from arena.contests.models import Attempt


def percentile(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    mine = scored.filter(user=user_id).select_related("contest").order_by("-score").first()
    if mine is None:
        return None
    people = scored.values("user").annotate(best=Max("score"))
    all_and_lower = people.aggregate(
        all=Count("user"), lower=Count("user", filter=Q(best__lt=mine.score))
    )
    others, lower = all_and_lower["all"] - 1, all_and_lower["lower"]
    qualified = scored.filter(score__gte=F("contest__cutoff")).values("user").distinct()
    return {
        "percentile": 100 * lower / others if others else 0,
        "qualified": mine.score >= mine.contest.cutoff,
        "qualifiers": qualified.count(),
    }
