"""Compares in Python, popping from a dictionary; UPDATE ... FROM (VALUES ...) for 100 at a time."""

from django.db import connection, transaction

from arena.contests.models import Contest

FIELDS = ["title", "opens_at", "closes_at", "cutoff"]


TABLE = Contest._meta.db_table


def _update(changed):
    for start in range(0, len(changed), 100):
        part = changed[start : start + 100]
        places = ", ".join(
            ["(%s::bigint, %s::text, %s::timestamptz, %s::timestamptz, %s::integer)"] * len(part)
        )
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {TABLE} c SET title = v.title, opens_at = v.opens_at,"
                " closes_at = v.closes_at, cutoff = v.cutoff, is_listed = true"
                f" FROM (VALUES {places}) AS v(id, title, opens_at, closes_at, cutoff)"
                " WHERE v.id = c.id",
                [value for values in part for value in values],
            )


@transaction.atomic
def sync(rows):
    wanted = {row["slug"]: [row[field] for field in FIELDS] for row in rows}
    changed, vanished = [], []
    found = Contest.objects.filter(setter=None).values_list("slug", "pk", "is_listed", *FIELDS)
    for slug, pk, is_listed, *values in found:
        want = wanted.pop(slug, None)
        if want is None:
            if is_listed:
                vanished.append(pk)
        elif not is_listed or want != values:
            changed.append([pk, *want])
    Contest.objects.bulk_create(
        [Contest(slug=slug, **dict(zip(FIELDS, want))) for slug, want in wanted.items()]
    )
    _update(changed)
    Contest.objects.filter(pk__in=vanished).update(is_listed=False)
    return {"new": len(wanted), "changed": len(changed), "vanished": len(vanished)}
