"""A partner's list of contests is read every ten minutes, which takes nine.

sync() makes Arena's contests agree with the list, one row at a time.

Change sync() to compare and write many rows at a time.

Rules:
- partner: only contests without a setter (NULL) are touched; the list names no others.
- last row: of equal slugs the last row counts.
- new: an unknown slug becomes a contest without a setter.
- changed: a contest that differs in FIELDS, or isn't listed, gets the row's values and is_listed =
  True; it keeps key and attempts.
- vanished: a listed contest missing from the list gets is_listed = False.
- written: a contest that agrees isn't written.
- returned: how many were "new", "changed", "vanished".

Allowed:
- queries: three per 100 rows, plus four.
- fetched: three rows per contest of the partner, plus 30.
"""

from django.db import transaction

from arena.contests.models import Contest

FIELDS = ["title", "opens_at", "closes_at", "cutoff"]


@transaction.atomic
def sync(rows):
    wanted = {row["slug"]: {**row, "is_listed": True} for row in rows}
    done = {"new": 0, "changed": 0, "vanished": 0}
    # TODO: both loops send a statement for each contest. Compare first, then write many at a time.
    for slug, row in wanted.items():
        contest = Contest.objects.filter(setter=None, slug=slug).first() or Contest(slug=slug)
        if any(getattr(contest, field) != row[field] for field in [*FIELDS, "is_listed"]):
            done["changed" if contest.pk else "new"] += 1
            for field in [*FIELDS, "is_listed"]:
                setattr(contest, field, row[field])
            contest.save()
    for contest in Contest.objects.filter(setter=None, is_listed=True):
        if contest.slug not in wanted:
            contest.is_listed = False
            contest.save()
            done["vanished"] += 1
    return done
