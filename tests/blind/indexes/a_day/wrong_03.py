"""WRONG: "an hour happens twice": PostgreSQL reads a midnight that happens twice (Atlantic/Azores or
America/Havana in autumn) as the second one. The first hour of that day goes to the day before."""

from django.db import connection


def of_day(day, zone):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM discuss_comment"
            " WHERE created_at >= (%s::date)::timestamp AT TIME ZONE %s"
            " AND created_at < (%s::date + 1)::timestamp AT TIME ZONE %s"
            " ORDER BY created_at, id",
            [day, zone, day, zone],
        )
        return [pk for (pk,) in cursor.fetchall()]
