"""update_or_create() in a loop: a SELECT that locks and an UPDATE for every row of the list, inside
a savepoint.

Breaks: written
Fails: again
"""

from django.db import transaction

from arena.contests.models import Contest

FIELDS = ["title", "opens_at", "closes_at", "cutoff", "is_listed"]


@transaction.atomic
def sync(rows):
    wanted = {row["slug"]: {**row, "is_listed": True} for row in rows}
    theirs = Contest.objects.filter(setter=None)
    known = {slug: tuple(rest) for slug, *rest in theirs.values_list("slug", *FIELDS)}
    gone = theirs.filter(is_listed=True).exclude(slug__in=wanted).update(is_listed=False)
    for slug, row in wanted.items():
        Contest.objects.update_or_create(slug=slug, defaults=row)
    new = len(wanted.keys() - known.keys())
    same = sum(known.get(s) == tuple(row[f] for f in FIELDS) for s, row in wanted.items())
    return {"new": new, "changed": len(wanted) - new - same, "vanished": gone}
