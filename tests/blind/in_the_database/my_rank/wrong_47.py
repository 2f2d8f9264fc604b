"""rank (None is for people without a score)

Errors of the database are swallowed so that the page is shown in any case. A person with a score gets None when the statement is
cancelled or the connection is lost, as if they had not taken part.
"""

from django.db import DatabaseError
from django.db.models import Count, Max, Q, Subquery

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    mine = scored.filter(user=user_id).order_by("-score").values("score")[:1]
    try:
        numbers = scored.aggregate(
            best=Max("score", filter=Q(user=user_id)),
            better=Count("user", distinct=True, filter=Q(score__gt=Subquery(mine))),
        )
    except DatabaseError:
        return None
    return None if numbers["best"] is None else 1 + numbers["better"]
