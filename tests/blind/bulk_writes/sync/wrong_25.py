"""WRONG (rule: written): times are compared as texts: the same moment in another zone is written again."""

from django.db import transaction

from arena.contests.models import Contest

FIELDS = ["title", "opens_at", "closes_at", "cutoff"]


def fingerprint(values):
    return "|".join(str(value) for value in values)


@transaction.atomic
def sync(rows):
    wanted = {row["slug"]: {**row, "is_listed": True} for row in rows}
    fields = [*FIELDS, "is_listed"]
    known = {
        slug: (pk, listed, fingerprint([*values, listed]))
        for pk, slug, listed, *values in Contest.objects.filter(setter=None).values_list(
            "pk", "slug", "is_listed", *FIELDS
        )
    }
    new, changed = [], []
    for slug, row in wanted.items():
        values = {field: row[field] for field in fields}
        if slug not in known:
            new.append(Contest(slug=slug, **values))
        elif known[slug][2] != fingerprint(values.values()):
            changed.append(Contest(pk=known[slug][0], slug=slug, **values))
    gone = [pk for slug, (pk, listed, _) in known.items() if listed and slug not in wanted]
    Contest.objects.bulk_create(new, batch_size=200)
    Contest.objects.bulk_update(changed, fields, batch_size=200)
    vanished = Contest.objects.filter(pk__in=gone).update(is_listed=False)
    return {"new": len(new), "changed": len(changed), "vanished": vanished}
