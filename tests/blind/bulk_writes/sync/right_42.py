"""Compares tuples under a lock; bulk_create() adds, and one UPDATE from arrays writes changed and vanished contests."""

from django.db import connection, transaction

from arena.contests.models import Contest

FIELDS = ["title", "opens_at", "closes_at", "cutoff"]
LOCK = "SELECT pg_advisory_xact_lock(hashtext('contests.sync'))"
UPDATE = """
    UPDATE contests_contest AS contest
    SET title = wanted.title, opens_at = wanted.opens_at, closes_at = wanted.closes_at,
        cutoff = wanted.cutoff, is_listed = wanted.is_listed
    FROM unnest(
        %s::bigint[], %s::text[], %s::timestamptz[], %s::timestamptz[], %s::bigint[], %s::boolean[]
    ) AS wanted (id, title, opens_at, closes_at, cutoff, is_listed)
    WHERE contest.id = wanted.id
"""


@transaction.atomic
def sync(rows):
    wanted = {row["slug"]: tuple(row[name] for name in FIELDS) for row in rows}
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        stored = {
            slug: (key, values, is_listed)
            for key, slug, is_listed, *values in Contest.objects.filter(setter__isnull=True)
            .order_by("pk")
            .select_for_update(no_key=True)
            .values_list("pk", "slug", "is_listed", *FIELDS)
        }
        new, changed, vanished = [], [], []
        for slug, values in wanted.items():
            if slug not in stored:
                new.append(Contest(slug=slug, **dict(zip(FIELDS, values, strict=True))))
                continue
            key, before, is_listed = stored[slug]
            if not is_listed or tuple(before) != values:
                changed.append((key, *values, True))
        for slug, (key, values, is_listed) in stored.items():
            if is_listed and slug not in wanted:
                vanished.append((key, *values, False))
        Contest.objects.bulk_create(new, batch_size=500)
        if changed or vanished:
            columns = zip(*changed, *vanished, strict=True)
            cursor.execute(UPDATE, [list(column) for column in columns])
    return {"new": len(new), "changed": len(changed), "vanished": len(vanished)}
