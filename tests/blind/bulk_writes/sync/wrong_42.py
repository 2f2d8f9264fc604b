"""changed

A list that equals the last one is taken for done, without a look at the contests. It shows when a partner's contest was
edited (or unlisted, or deleted) here since, and the same list comes again: nothing is put right.
"""

from django.db import transaction

from arena.contests.models import Contest

FIELDS = ["title", "opens_at", "closes_at", "cutoff"]

last = None  # most of the time the partner's list is the same as ten minutes ago


@transaction.atomic
def compare(wanted):
    partners = Contest.objects.filter(setter=None).order_by("pk").select_for_update()
    stored = {contest.slug: contest for contest in partners}
    new, changed, vanished = [], [], []
    for slug, values in wanted.items():
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
            vanished.append(contest.pk)
    Contest.objects.bulk_create(new, batch_size=100)
    Contest.objects.bulk_update(changed, [*FIELDS, "is_listed"], batch_size=100)
    if vanished:
        Contest.objects.filter(pk__in=vanished).update(is_listed=False)
    return {"new": len(new), "changed": len(changed), "vanished": len(vanished)}


def sync(rows):
    global last
    wanted = {row["slug"]: {name: row[name] for name in FIELDS} for row in rows}
    if wanted == last:
        return {"new": 0, "changed": 0, "vanished": 0}
    done = compare(wanted)
    last = wanted
    return done
