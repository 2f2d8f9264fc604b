"""One index says that a person is there once, the other is in the order of the board."""

from django.db import connection, transaction


def run(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else None


@transaction.atomic
def install():
    run(
        """
        CREATE MATERIALIZED VIEW points_of_people AS
        SELECT user_id, sum(score)::bigint AS points, rank() OVER (ORDER BY sum(score) DESC) AS rank
        FROM contests_attempt GROUP BY user_id HAVING count(score) > 0
        """
    )
    run("CREATE UNIQUE INDEX ON points_of_people (user_id)")
    run("CREATE INDEX ON points_of_people (points DESC, user_id DESC)")


@transaction.atomic
def refresh():
    run("SET LOCAL work_mem = '64MB'")
    run("REFRESH MATERIALIZED VIEW CONCURRENTLY points_of_people")


def board(limit=20):
    rows = run(
        "SELECT rank, user_id, points FROM points_of_people"
        " ORDER BY points DESC, user_id DESC LIMIT %s",
        limit,
    )
    return [{"rank": rank, "user": user, "points": points} for rank, user, points in rows]
