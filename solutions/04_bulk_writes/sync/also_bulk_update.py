"""bulk_create() for new contests and bulk_update() for changed ones, in batches.

bulk_update() fits here: every row gets its own values, and only Python knows them.
"""

from django.db import transaction

from arena.contests.models import Contest

FIELDS = ["title", "opens_at", "closes_at", "cutoff", "is_listed"]


@transaction.atomic
def sync(rows):
    wanted = {row["slug"]: {**row, "is_listed": True} for row in rows}
    known = Contest.objects.filter(setter=None).in_bulk(field_name="slug")
    new, changed, vanished = [], [], []
    for slug, row in wanted.items():
        contest = known.get(slug)
        if contest is None:
            new.append(Contest(**row))
        elif any(getattr(contest, field) != row[field] for field in FIELDS):
            for field in FIELDS:
                setattr(contest, field, row[field])
            changed.append(contest)
    for slug in known.keys() - wanted.keys():
        if known[slug].is_listed:
            vanished.append(slug)
    Contest.objects.bulk_create(new)
    Contest.objects.bulk_update(changed, FIELDS, batch_size=200)
    if vanished:
        Contest.objects.filter(slug__in=vanished).update(is_listed=False)
    return {"new": len(new), "changed": len(changed), "vanished": len(vanished)}
