"""WRONG (rule: last row): of equal slugs the first row counts."""

from django.db import transaction

from arena.contests.models import Contest

FIELDS = ["title", "opens_at", "closes_at", "cutoff"]


@transaction.atomic
def sync(rows):
    wanted = {}
    for row in rows:
        wanted.setdefault(row["slug"], {**row, "is_listed": True})
    known = {c.slug: c for c in Contest.objects.filter(setter=None)}
    new, changed = [], []
    for slug, row in wanted.items():
        values = {field: row[field] for field in [*FIELDS, "is_listed"]}
        contest = known.get(slug)
        if contest is None:
            new.append(Contest(slug=slug, **values))
        elif any(getattr(contest, field) != value for field, value in values.items()):
            for field, value in values.items():
                setattr(contest, field, value)
            changed.append(contest)
    vanished = [c.pk for slug, c in known.items() if c.is_listed and slug not in wanted]
    if vanished:
        Contest.objects.filter(pk__in=vanished).update(is_listed=False)
    Contest.objects.bulk_update(changed, [*FIELDS, "is_listed"], batch_size=100)
    Contest.objects.bulk_create(new, batch_size=100)
    return {"new": len(new), "changed": len(changed), "vanished": len(vanished)}
