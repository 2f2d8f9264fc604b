"""queries

Vanished contests are written with bulk_update() in batches of 100, however short the list is. It shows when a list of a
few rows (or none) makes many hundreds of contests vanish: more than four queries for hardly any rows.
"""

from django.db import transaction

from arena.contests.models import Contest

FIELDS = ["title", "opens_at", "closes_at", "cutoff"]


@transaction.atomic
def sync(rows):
    wanted = {row["slug"]: row for row in rows}
    partners = Contest.objects.filter(setter=None).order_by("pk").select_for_update()
    stored = {contest.slug: contest for contest in partners}
    new, changed, vanished = [], [], []
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
    for slug, contest in stored.items():
        if contest.is_listed and slug not in wanted:
            contest.is_listed = False
            vanished.append(contest)
    Contest.objects.bulk_create(new, batch_size=100)
    Contest.objects.bulk_update(changed, [*FIELDS, "is_listed"], batch_size=100)
    Contest.objects.bulk_update(vanished, ["is_listed"], batch_size=100)
    return {"new": len(new), "changed": len(changed), "vanished": len(vanished)}
