"""commit

The keys of a caller's transaction are collected in the thread, and only its first rename registers
the hook. A rollback drops the hook but not the keys, so the next caller's transaction in this
thread registers none: after its commit the old title stays.
"""

import threading

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


local = threading.local()


def forget():
    keys, local.keys = local.keys, set()
    cache.delete_many(keys)


def rename(titles):
    keys = local.__dict__.setdefault("keys", set())
    is_first = not keys or not transaction.get_connection().in_atomic_block
    with transaction.atomic():
        for contest_id, new in titles.items():
            Contest.objects.filter(pk=contest_id).update(title=new)
        keys.update(key_of(contest_id) for contest_id in titles)
        if is_first:
            transaction.on_commit(forget)
