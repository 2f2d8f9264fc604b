"""A dictionary in front of the cache: rename() empties the one of its own process, and no other.

Breaks: commit
Fails: answer
"""

from functools import partial

from django.core.cache import cache
from django.db import transaction

from arena.contests.models import Contest

known = {}


def key_of(contest_id):
    return f"contest_title:{contest_id}"


def find(contest_id):
    titles = Contest.objects.filter(pk=contest_id).values_list("title", flat=True)
    return titles.first()


def title(contest_id):
    if contest_id not in known:
        key = key_of(contest_id)
        known[contest_id] = cache.get_or_set(key, partial(find, contest_id), timeout=600)
    return known[contest_id]


@transaction.atomic
def rename(titles):
    for contest_id, new in titles.items():
        Contest.objects.filter(pk=contest_id).update(title=new)
        transaction.on_commit(partial(forget, contest_id))


def forget(contest_id):
    known.pop(contest_id, None)
    cache.delete(key_of(contest_id))
