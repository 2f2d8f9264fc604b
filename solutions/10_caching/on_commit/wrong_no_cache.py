"""Without the cache nothing is ever out of date, and every visitor queries the database.

Breaks: queries
Fails: queries
"""

from django.db import transaction

from arena.contests.models import Contest


def title(contest_id):
    titles = Contest.objects.filter(pk=contest_id).values_list("title", flat=True)
    return titles.first()


@transaction.atomic
def rename(titles):
    for contest_id, new in titles.items():
        Contest.objects.filter(pk=contest_id).update(title=new)
