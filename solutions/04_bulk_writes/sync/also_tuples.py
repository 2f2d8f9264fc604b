"""It compares tuples rather than models, and lets the database find the vanished contests."""

from django.db import transaction

from arena.contests.models import Contest

FIELDS = ["title", "opens_at", "closes_at", "cutoff", "is_listed"]


def values(row):
    return (row["title"], row["opens_at"], row["closes_at"], row["cutoff"], True)


@transaction.atomic
def sync(rows):
    wanted = {row["slug"]: row for row in rows}
    theirs = Contest.objects.filter(setter__isnull=True).select_for_update(no_key=True)
    known = {slug: tuple(rest) for slug, *rest in theirs.values_list("slug", *FIELDS)}
    different = [row for slug, row in wanted.items() if known.get(slug) != values(row)]
    vanished = theirs.filter(is_listed=True).exclude(slug__in=wanted).update(is_listed=False)
    Contest.objects.bulk_create(
        [Contest(**row) for row in different],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=FIELDS,
    )
    new = sum(row["slug"] not in known for row in different)
    return {"new": new, "changed": len(different) - new, "vanished": vanished}
