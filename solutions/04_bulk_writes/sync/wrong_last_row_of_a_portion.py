"""The list is read in portions of 500 rows. Of equal slugs the last row of each portion counts, so
a slug that is in two of them is written and counted twice.

Breaks: last row
Fails: queries
"""

from itertools import islice

from django.db import transaction

from arena.contests.models import Contest

FIELDS = ["title", "opens_at", "closes_at", "cutoff"]


@transaction.atomic
def sync(rows):
    rows, seen, new, changed = iter(rows), set(), 0, 0
    while portion := list(islice(rows, 500)):
        wanted = {row["slug"]: row for row in portion}
        seen.update(wanted)
        more = write(wanted)
        new, changed = new + more[0], changed + more[1]
    listed = Contest.objects.filter(setter=None, is_listed=True)
    vanished = listed.exclude(slug__in=seen).update(is_listed=False)
    return {"new": new, "changed": changed, "vanished": vanished}


def write(wanted):
    theirs = Contest.objects.filter(setter=None, slug__in=list(wanted))
    known = {contest.slug: contest for contest in theirs}
    new = [Contest(**row) for slug, row in wanted.items() if slug not in known]
    changed = [Contest(**row) for slug, row in wanted.items() if differs(known.get(slug), row)]
    Contest.objects.bulk_create(
        [*new, *changed],
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=[*FIELDS, "is_listed"],
    )
    return len(new), len(changed)


def differs(contest, row):
    if contest is None:
        return False
    return not contest.is_listed or any(getattr(contest, f) != row[f] for f in FIELDS)
