"""commit

The hook reads the new titles and stores them. If somebody else renames, commits and runs their hook
between this hook's query and its set_many(), the older title is stored last and stays.
"""

from functools import partial

from django.core.cache import cache
from django.db import transaction

from arena.contests.models import Contest


def key_of(contest_id):
    return f"contest_title:{contest_id}"


def find(contest_id):
    titles = Contest.objects.filter(pk=contest_id).values_list("title", flat=True)
    return titles.first()


def title(contest_id):
    return cache.get_or_set(key_of(contest_id), partial(find, contest_id), timeout=600)


def refresh(contest_ids):
    rows = Contest.objects.filter(pk__in=contest_ids).values_list("pk", "title")
    fresh = dict.fromkeys(contest_ids) | dict(rows)
    cache.set_many({key_of(pk): text for pk, text in fresh.items()}, timeout=600)


@transaction.atomic
def rename(titles):
    for contest_id, new in titles.items():
        Contest.objects.filter(pk=contest_id).update(title=new)
    transaction.on_commit(partial(refresh, list(titles)))
