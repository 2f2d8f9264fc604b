"""Who is best."""

from django.db import connection

from slowbook.models import Person

STANDINGS = """
SELECT p.username, t.points, t.seconds, t.solved, t.rank FROM (
    SELECT person_id, sum(score) AS points, sum(seconds) AS seconds, count(*) AS solved,
           rank() OVER (ORDER BY sum(score) DESC, sum(seconds)) AS rank
    FROM (
        SELECT DISTINCT ON (a.person_id, a.post_id) a.person_id, a.score, a.seconds
        FROM slowbook_attempt a JOIN slowbook_post o ON o.id = a.post_id
        WHERE o.contest_id = %s
        ORDER BY a.person_id, a.post_id, a.score DESC, a.seconds
    ) best
    GROUP BY person_id
) t JOIN slowbook_person p ON p.id = t.person_id
ORDER BY t.points DESC, t.seconds, p.username
"""

EVERYBODY = """
SELECT p.id, p.username, p.country, coalesce(s.points, 0), coalesce(s.tries, 0)
FROM slowbook_person p LEFT JOIN (
    SELECT person_id, sum(score) AS points, count(*) AS tries FROM slowbook_attempt GROUP BY 1
) s ON s.person_id = p.id
ORDER BY 4 DESC, p.username LIMIT %s OFFSET %s
"""

BETTER = """
SELECT count(*), count(*) FILTER (WHERE coalesce(s.points, 0) < coalesce(
    (SELECT sum(score) FROM slowbook_attempt WHERE person_id = %s), 0))
FROM slowbook_person p LEFT JOIN (
    SELECT person_id, sum(score) AS points FROM slowbook_attempt GROUP BY 1
) s ON s.person_id = p.id
"""


def rows_of(sql, params):
    """Return the rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def standings(contest, limit=None):
    """Return the rows of a contest's table.

    Of each problem a person's best attempt counts: the highest score, and among equal scores the
    fewest seconds. More points are better, then fewer seconds, then the name. Equal points and
    seconds share a rank.
    """
    sql, params = (STANDINGS, [contest.id]) if limit is None else (STANDINGS + " LIMIT %s", [contest.id, limit])
    names = ("name", "points", "seconds", "solved", "rank")
    return [dict(zip(names, row, strict=True)) for row in rows_of(sql, params)]


class Everybody:
    """All people with their points, the best first: the sum of all scores. A paginator slices it."""

    def count(self):
        return Person.objects.count()

    def __getitem__(self, part):
        rows = rows_of(EVERYBODY, [part.stop - part.start, part.start])
        names = ("id", "username", "country", "points", "tries")
        return [dict(zip(names, row, strict=True)) for row in rows]


def better_than(person):
    """Return the share of people who have fewer points, in whole per cent."""
    people, worse = rows_of(BETTER, [person.id])[0]
    return 100 * worse // people
