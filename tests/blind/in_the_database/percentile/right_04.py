"""RIGHT: the ORM writes the query with window functions (Rank), whose SQL becomes a CTE from which
only one's own row is taken.
"""

from django.db import connection
from django.db.models import Count, F, Max, Window
from django.db.models.functions import Rank

from arena.contests.models import Attempt


def percentile(contest_id, user_id):
    people = (
        Attempt.objects.filter(contest=contest_id, score__isnull=False)
        .values(person=F("user"))
        .annotate(best=Max("score"))
        .annotate(place=Window(Rank(), order_by=F("best").asc()), crowd=Window(Count("*")))
        .order_by()
    )
    sql, params = people.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH people AS ({sql})
            SELECT me.place - 1, me.crowd - 1, me.best >= contest.cutoff,
                   (SELECT count(*) FROM people WHERE people.best >= contest.cutoff)
            FROM people AS me
            JOIN contests_contest AS contest ON contest.id = %s
            WHERE me.person = %s
            """,
            [*params, contest_id, user_id],
        )
        rows = cursor.fetchall()
    if not rows:
        return None
    [(lower, others, qualified, qualifiers)] = rows
    return {
        "percentile": 100 * lower / others if others else 0,
        "qualified": qualified,
        "qualifiers": qualifiers,
    }
