"""RIGHT: values_list() as tuples; what differs is upserted with update_conflicts."""

from django.db import transaction

from arena.contests.models import Contest

FIELDS = ["title", "opens_at", "closes_at", "cutoff"]


@transaction.atomic
def sync(rows):
    wanted = {row["slug"]: tuple(row[field] for field in FIELDS) for row in rows}
    partner = Contest.objects.filter(setter__isnull=True)
    known = {
        slug: (tuple(values), listed)
        for slug, listed, *values in partner.values_list("slug", "is_listed", *FIELDS)
    }
    differing = [slug for slug, row in wanted.items() if known.get(slug) != (row, True)]
    new = sum(slug not in known for slug in differing)
    Contest.objects.bulk_create(
        [
            Contest(slug=slug, is_listed=True, **dict(zip(FIELDS, wanted[slug], strict=True)))
            for slug in differing
        ],
        batch_size=200,
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=[*FIELDS, "is_listed"],
    )
    gone = [slug for slug, (_, listed) in known.items() if listed and slug not in wanted]
    vanished = partner.filter(slug__in=gone, is_listed=True).update(is_listed=False)
    return {"new": new, "changed": len(differing) - new, "vanished": vanished}
