"""Compares under a lock in Python, and writes new and changed contests with one upsert, vanished ones with an update."""

from django.db import connection, transaction

from arena.contests.models import Contest

FIELDS = ["title", "opens_at", "closes_at", "cutoff"]
LOCK = 5_318_008_001  # one sync at a time


def agrees(contest, row):
    return contest.is_listed and all(getattr(contest, name) == row[name] for name in FIELDS)


@transaction.atomic
def sync(rows):
    wanted = {row["slug"]: row for row in rows}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    partners = Contest.objects.filter(setter=None).order_by("pk")
    stored = {contest.slug: contest for contest in partners.select_for_update(no_key=True)}
    new = [slug for slug in wanted if slug not in stored]
    changed = [
        slug for slug, row in wanted.items() if slug in stored and not agrees(stored[slug], row)
    ]
    vanished = [
        contest.pk for slug, contest in stored.items() if contest.is_listed and slug not in wanted
    ]
    Contest.objects.bulk_create(
        [
            Contest(slug=slug, is_listed=True, **{name: wanted[slug][name] for name in FIELDS})
            for slug in new + changed
        ],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=[*FIELDS, "is_listed"],
    )
    if vanished:
        Contest.objects.filter(pk__in=vanished).update(is_listed=False)
    return {"new": len(new), "changed": len(changed), "vanished": len(vanished)}
