"""WRONG (rule: unknown): an empty string is cached for a contest that does not exist, and the second call returns it instead of None."""

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
    key = key_of(contest_id)
    found = cache.get(key)
    if found is None:
        found = find(contest_id)
        cache.add(key, "" if found is None else found, timeout=600)
    return found


@transaction.atomic
def rename(titles):
    keys = [key_of(contest_id) for contest_id in titles]
    for contest_id, new in titles.items():
        Contest.objects.filter(pk=contest_id).update(title=new)
    transaction.on_commit(partial(cache.delete_many, keys))
