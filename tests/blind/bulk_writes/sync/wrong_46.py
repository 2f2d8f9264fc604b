"""changed

Empty values of a row are taken for missing ones and keep what is there. It shows when a contest's cut-off becomes 0 (or
its title ""): the contest differs, and isn't changed.
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
        contest = stored.get(slug)
        if contest is None:
            new.append(Contest(slug=slug, **{name: row[name] for name in FIELDS}))
            continue
        differing = [n for n in FIELDS if row[n] and row[n] != getattr(contest, n)]
        if differing or not contest.is_listed:
            for name in differing:
                setattr(contest, name, row[name])
            contest.is_listed = True
            changed.append(contest)
    for slug, contest in stored.items():
        if contest.is_listed and slug not in wanted:
            vanished.append(contest.pk)
    Contest.objects.bulk_create(new, batch_size=100)
    Contest.objects.bulk_update(changed, [*FIELDS, "is_listed"], batch_size=100)
    if vanished:
        Contest.objects.filter(pk__in=vanished).update(is_listed=False)
    return {"new": len(new), "changed": len(changed), "vanished": len(vanished)}
