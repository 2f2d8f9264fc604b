"""written

Rows and contests are compared by a fingerprint of their values as text, in which a time with another offset differs. It
shows for a row whose opens_at is the same instant in another time zone (12:00+02:00 and 10:00 UTC): it agrees, and is
written and counted every time.
"""

from hashlib import sha256

from django.db import transaction

from arena.contests.models import Contest

FIELDS = ["title", "opens_at", "closes_at", "cutoff"]


def fingerprint(values):
    return sha256(repr([str(value) for value in values]).encode()).digest()


@transaction.atomic
def sync(rows):
    wanted = {row["slug"]: row for row in rows}
    partners = Contest.objects.filter(setter=None).order_by("pk").select_for_update()
    stored = {contest.slug: contest for contest in partners}
    new, changed, vanished = [], [], []
    for slug, row in wanted.items():
        contest = stored.get(slug)
        if contest is None:
            new.append(Contest(slug=slug, **{name: row[name] for name in FIELDS}))
            continue
        before = fingerprint(getattr(contest, name) for name in FIELDS)
        if not contest.is_listed or before != fingerprint(row[name] for name in FIELDS):
            for name in FIELDS:
                setattr(contest, name, row[name])
            contest.is_listed = True
            changed.append(contest)
    for slug, contest in stored.items():
        if contest.is_listed and slug not in wanted:
            vanished.append(contest.pk)
    Contest.objects.bulk_create(new, batch_size=100)
    Contest.objects.bulk_update(changed, [*FIELDS, "is_listed"], batch_size=100)
    if vanished:
        Contest.objects.filter(pk__in=vanished).update(is_listed=False)
    return {"new": len(new), "changed": len(changed), "vanished": len(vanished)}
