"""last row

The list is worked off in parts of 500 rows, and equal slugs are only seen within a part. It shows when row 1 and row
501 have the same slug: the first row is written too, and the contest is counted as new and as changed.
"""

from itertools import islice

from django.db import transaction

from arena.contests.models import Contest

FIELDS = ["title", "opens_at", "closes_at", "cutoff"]
PART = 500


def write(wanted):
    partners = Contest.objects.filter(setter=None, slug__in=list(wanted)).order_by("pk")
    stored = {contest.slug: contest for contest in partners.select_for_update()}
    new, changed = [], []
    for slug, row in wanted.items():
        values = {name: row[name] for name in FIELDS}
        contest = stored.get(slug)
        if contest is None:
            new.append(Contest(slug=slug, **values))
        elif not contest.is_listed or any(getattr(contest, n) != v for n, v in values.items()):
            for name, value in values.items():
                setattr(contest, name, value)
            contest.is_listed = True
            changed.append(contest)
    Contest.objects.bulk_create(new)
    Contest.objects.bulk_update(changed, [*FIELDS, "is_listed"], batch_size=100)
    return len(new), len(changed)


@transaction.atomic
def sync(rows):
    done = {"new": 0, "changed": 0, "vanished": 0}
    rows = iter(rows)
    seen = set()
    while part := list(islice(rows, PART)):
        wanted = {row["slug"]: row for row in part}
        seen.update(wanted)
        new, changed = write(wanted)
        done["new"] += new
        done["changed"] += changed
    listed = Contest.objects.filter(setter=None, is_listed=True)
    done["vanished"] = listed.exclude(slug__in=seen).update(is_listed=False)
    return done
