"""A mark says that a rename is open, and title() waits until it is gone.

A transaction may be open for a long time, and all that time nobody gets an answer.

Breaks: no waiting
Fails: commit
"""

import time
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
    while cache.get(f"{key_of(contest_id)}:open"):
        time.sleep(0.01)
    return cache.get_or_set(key_of(contest_id), partial(find, contest_id), timeout=600)


@transaction.atomic
def rename(titles):
    keys = [key_of(contest_id) for contest_id in titles]
    cache.set_many({f"{key}:open": 1 for key in keys}, timeout=2)
    for contest_id, new in titles.items():
        Contest.objects.filter(pk=contest_id).update(title=new)
    both = [*keys, *(f"{key}:open" for key in keys)]
    transaction.on_commit(partial(cache.delete_many, both))
