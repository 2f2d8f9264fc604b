"""partner

Contests are read without a lock and written by key only. It shows when a contest gets a setter, by another client,
between the SELECT and the UPDATE: it is not the partner's any more, and overwritten all the same.
"""

from django.db import transaction

from arena.contests.models import Contest

FIELDS = ["title", "opens_at", "closes_at", "cutoff"]


@transaction.atomic
def sync(rows):
    wanted = {row["slug"]: row for row in rows}
    stored = {contest.slug: contest for contest in Contest.objects.filter(setter=None)}
    new, changed, vanished = [], [], []
    for slug, row in wanted.items():
        values = {name: row[name] for name in FIELDS}
        contest = stored.get(slug)
        if contest is None:
            new.append(Contest(slug=slug, **values))
        elif not contest.is_listed or any(getattr(contest, n) != v for n, v in values.items()):
            for name, value in values.items():
                setattr(contest, name, value)
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
