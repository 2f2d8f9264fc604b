"""Only what is new or differs goes into one upsert: bulk_create(update_conflicts=True)."""

from django.db import connection, transaction

from arena.contests.models import Contest

FIELDS = ["title", "opens_at", "closes_at", "cutoff"]


@transaction.atomic
def sync(rows):
    wanted = {row["slug"]: row for row in rows}
    known = {c["slug"]: c for c in Contest.objects.filter(setter=None).values()}
    done = {"new": 0, "changed": 0, "vanished": 0}
    write = []
    for slug, row in wanted.items():
        old = known.get(slug)
        if old and old["is_listed"] and all(old[field] == row[field] for field in FIELDS):
            continue
        done["changed" if old else "new"] += 1
        write.append(Contest(slug=slug, is_listed=True, **{f: row[f] for f in FIELDS}))
    Contest.objects.bulk_create(
        write,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=[*FIELDS, "is_listed"],
    )
    gone = [s for s, old in known.items() if old["is_listed"] and s not in wanted]
    done["vanished"] = Contest.objects.filter(setter=None, slug__in=gone).update(is_listed=False)
    return done
