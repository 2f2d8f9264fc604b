"""WRONG (rule: vanished): what vanished earlier is written and counted again by every later run."""

from django.db import transaction

from arena.contests.models import Contest

FIELDS = ["title", "opens_at", "closes_at", "cutoff"]


@transaction.atomic
def sync(rows):
    wanted = {row["slug"]: {**row, "is_listed": True} for row in rows}
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
    gone = Contest.objects.filter(setter=None).exclude(slug__in=list(wanted))
    vanished = gone.update(is_listed=False)
    Contest.objects.bulk_update(changed, [*FIELDS, "is_listed"], batch_size=100)
    Contest.objects.bulk_create(new, batch_size=100)
    return {"new": len(new), "changed": len(changed), "vanished": vanished}
