"""WRONG (rule: changed): a contest that comes back just as it was isn't listed again; only FIELDS are compared."""

from django.db import connection, transaction

from arena.contests.models import Contest

FIELDS = ["title", "opens_at", "closes_at", "cutoff"]


@transaction.atomic
def sync(rows):
    wanted = {row["slug"]: row for row in rows}
    known = {c.slug: c for c in Contest.objects.filter(setter=None)}
    new, changed = [], []
    for slug, row in wanted.items():
        contest = known.get(slug)
        if contest is None:
            new.append(Contest(slug=slug, is_listed=True, **{f: row[f] for f in FIELDS}))
        elif any(getattr(contest, f) != row[f] for f in FIELDS):
            for field in FIELDS:
                setattr(contest, field, row[field])
            contest.is_listed = True
            changed.append(contest)
    gone = [c for slug, c in known.items() if c.is_listed and slug not in wanted]
    Contest.objects.bulk_create(new, batch_size=500)
    Contest.objects.bulk_update(changed, [*FIELDS, "is_listed"], batch_size=200)
    Contest.objects.filter(pk__in=[c.pk for c in gone]).update(is_listed=False)
    return {"new": len(new), "changed": len(changed), "vanished": len(gone)}
