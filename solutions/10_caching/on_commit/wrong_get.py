"""get() raises DoesNotExist for a contest that is gone: an old link is now a server error.

Breaks: unknown
Fails: answer
"""

from functools import partial

from django.core.cache import cache
from django.db import transaction

from arena.contests.models import Contest


def key_of(contest_id):
    return f"contest_title:{contest_id}"


def find(contest_id):
    return Contest.objects.values_list("title", flat=True).get(pk=contest_id)


def title(contest_id):
    return cache.get_or_set(key_of(contest_id), partial(find, contest_id), timeout=600)


@transaction.atomic
def rename(titles):
    for contest_id, new in titles.items():
        Contest.objects.filter(pk=contest_id).update(title=new)
    keys = [key_of(contest_id) for contest_id in titles]
    transaction.on_commit(partial(cache.delete_many, keys))
