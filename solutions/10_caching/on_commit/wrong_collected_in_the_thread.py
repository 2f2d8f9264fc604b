"""One callback for a transaction, whose keys are collected in the thread.

A rollback drops the callback and leaves the keys: the next transaction takes its own to be
registered.

Breaks: commit
Fails: rollback
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
