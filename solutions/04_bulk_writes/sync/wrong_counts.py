"""A contest that is new is counted as changed, too.

Breaks: returned
Fails: answer
"""

from django.db import transaction

from arena.contests.models import Contest

FIELDS = ["title", "opens_at", "closes_at", "cutoff"]


@transaction.atomic
def sync(rows):
    wanted = {row["slug"]: row for row in rows}
    known = {contest.slug: contest for contest in Contest.objects.filter(setter=None)}
    new = [Contest(**row) for slug, row in wanted.items() if slug not in known]
    changed = [Contest(**row) for slug, row in wanted.items() if differs(known.get(slug), row)]
    Contest.objects.bulk_create(
        [*new, *changed],
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=[*FIELDS, "is_listed"],
    )
    gone = [c.pk for slug, c in known.items() if c.is_listed and slug not in wanted]
    Contest.objects.filter(pk__in=gone).update(is_listed=False)
    return {"new": len(new), "changed": len(new) + len(changed), "vanished": len(gone)}


def differs(contest, row):
    if contest is None:
        return False
    return not contest.is_listed or any(getattr(contest, f) != row[f] for f in FIELDS)
