"""RIGHT: groups the attempts by person and counts the groups whose best is higher (HAVING)."""

from django.db.models import Max

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    scored = Attempt.objects.filter(contest_id=contest_id).exclude(score=None)
    mine = scored.filter(user_id=user_id).order_by("-score").values_list("score", flat=True)[:1]
    for best in mine:
        people = scored.values("user_id").annotate(best=Max("score"))
        return people.filter(best__gt=best).count() + 1
    return None
