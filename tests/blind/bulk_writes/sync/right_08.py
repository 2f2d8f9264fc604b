"""Two sorted lists are merged with two pointers."""

from django.db import connection, transaction

from arena.contests.models import Contest

FIELDS = ["title", "opens_at", "closes_at", "cutoff"]


def _pairs(left, right):
    i = j = 0
    while i < len(left) or j < len(right):
        if j == len(right) or (i < len(left) and left[i][0] < right[j].slug):
            yield left[i][1], None
            i += 1
        elif i == len(left) or right[j].slug < left[i][0]:
            yield None, right[j]
            j += 1
        else:
            yield left[i][1], right[j]
            i, j = i + 1, j + 1


@transaction.atomic
def sync(rows):
    wanted = {row["slug"]: row for row in rows}
    left = [(slug, wanted[slug]) for slug in sorted(wanted)]
    right = sorted(Contest.objects.filter(setter=None), key=lambda contest: contest.slug)
    new, changed, vanished = [], [], []
    for row, contest in _pairs(left, right):
        if row is None:
            if contest.is_listed:
                vanished.append(contest.pk)
            continue
        values = {field: row[field] for field in FIELDS} | {"is_listed": True}
        if contest is None:
            new.append(Contest(slug=row["slug"], **values))
        elif any(getattr(contest, field) != value for field, value in values.items()):
            vars(contest).update(values)
            changed.append(contest)
    Contest.objects.bulk_create(new)
    Contest.objects.bulk_update(changed, [*FIELDS, "is_listed"], batch_size=100)
    Contest.objects.filter(pk__in=vanished).update(is_listed=False)
    return {"new": len(new), "changed": len(changed), "vanished": len(vanished)}
