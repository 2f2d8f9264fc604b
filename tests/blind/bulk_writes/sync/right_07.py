"""Chunks of 100: in_bulk(), bulk_create(), bulk_update() for each, and one update() for the rest."""

from itertools import islice

from django.db import connection, transaction

from arena.contests.models import Contest

FIELDS = ["title", "opens_at", "closes_at", "cutoff"]


@transaction.atomic
def sync(rows):
    wanted = {row["slug"]: row for row in rows}
    mine = Contest.objects.filter(setter=None)
    done = {"new": 0, "changed": 0, "vanished": 0}
    slugs = iter(wanted)
    while chunk := list(islice(slugs, 100)):
        known = mine.in_bulk(chunk, field_name="slug")
        new, changed = [], []
        for slug in chunk:
            contest = known.get(slug) or Contest(slug=slug)
            values = {**{f: wanted[slug][f] for f in FIELDS}, "is_listed": True}
            if contest.pk and all(getattr(contest, f) == v for f, v in values.items()):
                continue
            for field, value in values.items():
                setattr(contest, field, value)
            (changed if contest.pk else new).append(contest)
        Contest.objects.bulk_create(new)
        Contest.objects.bulk_update(changed, [*FIELDS, "is_listed"])
        done["new"] += len(new)
        done["changed"] += len(changed)
    done["vanished"] = (
        mine.filter(is_listed=True).exclude(slug__in=list(wanted)).update(is_listed=False)
    )
    return done
