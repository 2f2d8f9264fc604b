"""Who is best. Triggers keep the tables."""

from django.db import connection

from slowbook.models import Person, Standing

ROWS = """
SELECT p.username, t.points, t.seconds, t.solved, rank() OVER (ORDER BY t.points DESC, t.seconds)
FROM slowbook_standing t JOIN slowbook_person p ON p.id = t.person_id
WHERE t.contest_id = %s
ORDER BY t.points DESC, t.seconds, p.username
LIMIT %s OFFSET %s
"""
NAMES = ("name", "points", "seconds", "solved", "rank")


def rows_of(sql, params):
    """Return the rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def standings(contest, limit=None, offset=0):
    """Return rows of a contest's table.

    Of each problem a person's best attempt counts: the highest score, and among equal scores the
    fewest seconds. More points are better, then fewer seconds, then the name. Equal points and
    seconds share a rank.
    """
    rows = rows_of(ROWS, [contest.id, limit, offset])
    return [dict(zip(NAMES, row, strict=True)) for row in rows]


class Table:
    """A contest's table for a paginator."""

    def __init__(self, contest):
        self.contest = contest

    def count(self):
        return Standing.objects.filter(contest=self.contest).count()

    def __getitem__(self, part):
        return standings(self.contest, part.stop - part.start, part.start)


def better_than(person):
    """Return the share of people who have fewer points, in whole per cent."""
    people, worse = rows_of(
        "SELECT count(*), count(*) FILTER (WHERE points < %s) FROM slowbook_person",
        [person.points],
    )[0]
    return 100 * worse // people


def everybody():
    """Return all people, the best first."""
    return Person.objects.order_by("-points", "username")
