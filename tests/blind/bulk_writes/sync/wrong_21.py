"""WRONG (rule: written): the upsert writes every contest of the list, those that agree too."""

from django.db import transaction

from arena.contests.models import Contest

FIELDS = ["title", "opens_at", "closes_at", "cutoff"]


@transaction.atomic
def sync(rows):
    wanted = {row["slug"]: {**row, "is_listed": True} for row in rows}
    known = {c.slug: c for c in Contest.objects.filter(setter=None)}
    fields = [*FIELDS, "is_listed"]
    new = sum(slug not in known for slug in wanted)
    changed = sum(
        any(getattr(known[slug], field) != row[field] for field in fields)
        for slug, row in wanted.items()
        if slug in known
    )
    Contest.objects.bulk_create(
        [Contest(slug=s, **{field: row[field] for field in fields}) for s, row in wanted.items()],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=fields,
    )
    gone = [c.pk for slug, c in known.items() if c.is_listed and slug not in wanted]
    vanished = Contest.objects.filter(pk__in=gone).update(is_listed=False)
    return {"new": new, "changed": changed, "vanished": vanished}
