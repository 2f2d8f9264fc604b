"""A partner's list of contests is read every ten minutes, and reading it takes nine.

sync() makes Arena's contests agree with the list. It looks for the contest of each row, writes it
if anything differs, and goes through all that it has to find those that have vanished from the
list. That is a statement for every row of a list in which hardly anything changes.

Change sync() so that the list is compared at once and written at once, and so that what is as it
should be is not written: a write leaves an old version of the row behind, even if nothing differs.

Allowed: three queries for every 100 rows of the list, and four more. At most three rows fetched
for each contest of the partner's, and 30 more; Arena's own contests need not be fetched. A contest
that agrees with its row is not written, so a second run with the same list writes nothing at all.

The result stays as it is. Contests without a setter (NULL) are the partner's, and only these are
touched; the list never has the slug of another one. Rows have a slug and the four FIELDS; if a
slug comes twice, the last row holds. A contest that is new is made, with no setter. One that
differs in a field, or is not listed any more, gets the row's values and is_listed = True, and
keeps its key and its attempts. One that is listed and not in the list any more gets is_listed =
False, and nothing of it is deleted. sync() returns how many there were of each: "new", "changed"
and "vanished".
"""

from django.db import transaction

from arena.contests.models import Contest

FIELDS = ["title", "opens_at", "closes_at", "cutoff"]


@transaction.atomic
def sync(rows):
    wanted = {row["slug"]: {**row, "is_listed": True} for row in rows}
    done = {"new": 0, "changed": 0, "vanished": 0}
    # TODO: both loops send a statement for each contest. Compare first, and write at once.
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
