"""One statement with a count in each row: a subquery counts the people above it.

For the first pages it is fast enough. Far down the list it is not: the rows that OFFSET skips are
counted as well.
"""

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from arena.accounts.models import User
from arena.contests.models import Attempt


def leaderboard(contest_id, page=1, size=20):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    best = scored.filter(user=OuterRef("pk")).order_by("-score").values("score")[:1]
    above = (
        scored.filter(score__gt=OuterRef("best"))
        .order_by()
        .values("contest")
        .annotate(people=Count("user", distinct=True))
        .values("people")
    )
    people = (
        User.objects.annotate(best=Subquery(best))
        .filter(best__isnull=False)
        .annotate(above=Coalesce(Subquery(above, output_field=IntegerField()), 0))
        .order_by("-best", "-pk")
    )
    first = (page - 1) * size
    return [
        {"rank": 1 + person.above, "name": person.username, "score": person.best}
        for person in people[first : first + size]
    ]
