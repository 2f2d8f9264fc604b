"""values_list() tuples and set arithmetic; changed rows are written as new instances with the old key."""

from django.db import connection, transaction

from arena.contests.models import Contest

FIELDS = ["title", "opens_at", "closes_at", "cutoff"]


@transaction.atomic
def sync(rows):
    wanted = {row["slug"]: tuple(row[f] for f in FIELDS) + (True,) for row in rows}
    keys, known = {}, {}
    for pk, slug, *values in Contest.objects.filter(setter=None).values_list(
        "pk", "slug", *FIELDS, "is_listed"
    ):
        keys[slug], known[slug] = pk, tuple(values)
    new = wanted.keys() - known.keys()
    changed = [s for s in wanted.keys() & known.keys() if wanted[s] != known[s]]
    gone = [keys[s] for s in known.keys() - wanted.keys() if known[s][-1]]
    names = [*FIELDS, "is_listed"]
    if new:
        Contest.objects.bulk_create(Contest(slug=s, **dict(zip(names, wanted[s]))) for s in new)
    if changed:
        Contest.objects.bulk_update(
            [Contest(pk=keys[s], slug=s, **dict(zip(names, wanted[s]))) for s in changed],
            names,
            batch_size=250,
        )
    if gone:
        Contest.objects.filter(pk__in=gone).update(is_listed=False)
    return {"new": len(new), "changed": len(changed), "vanished": len(gone)}
