"""WRONG (rule: written): a contest that isn't listed and is missing from the list agrees, but is written again each time."""

from django.db import connection, transaction

from arena.contests.models import Contest

FIELDS = ["title", "opens_at", "closes_at", "cutoff"]


@transaction.atomic
def sync(rows):
    wanted = {row["slug"]: row for row in rows}
    mine = Contest.objects.filter(setter=None)
    known = {contest.slug: contest for contest in mine}
    new, changed = [], []
    for slug, row in wanted.items():
        contest = known.get(slug)
        if contest is None:
            new.append(Contest(slug=slug, is_listed=True, **{f: row[f] for f in FIELDS}))
        elif not contest.is_listed or any(getattr(contest, f) != row[f] for f in FIELDS):
            for field in FIELDS:
                setattr(contest, field, row[field])
            contest.is_listed = True
            changed.append(contest)
    vanished = sum(c.is_listed for slug, c in known.items() if slug not in wanted)
    mine.exclude(slug__in=list(wanted)).update(is_listed=False)
    Contest.objects.bulk_create(new, batch_size=500)
    Contest.objects.bulk_update(changed, [*FIELDS, "is_listed"], batch_size=200)
    return {"new": len(new), "changed": len(changed), "vanished": vanished}
