"""new

Slugs are compared in lower case. It shows for "Spring-Cup" when the partner has a contest "spring-cup": that is another
slug, but no contest is made, and the other one gets its values.
"""

from django.db import transaction

from arena.contests.models import Contest

FIELDS = ["title", "opens_at", "closes_at", "cutoff"]


@transaction.atomic
def sync(rows):
    wanted = {row["slug"].lower(): row for row in rows}
    partners = Contest.objects.filter(setter=None).order_by("pk").select_for_update()
    stored = {contest.slug.lower(): contest for contest in partners}
    new, changed, vanished = [], [], []
    for slug, row in wanted.items():
        values = {name: row[name] for name in FIELDS}
        contest = stored.get(slug)
        if contest is None:
            new.append(Contest(slug=row["slug"], **values))
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
