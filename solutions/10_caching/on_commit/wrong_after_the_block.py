"""The keys are deleted after the block, which is no commit when the caller has a block of its own.

With ATOMIC_REQUESTS every view is inside a transaction, and this block is only a savepoint in it.

Breaks: commit
Fails: commit
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


def rename(titles):
    with transaction.atomic():
        for contest_id, new in titles.items():
            Contest.objects.filter(pk=contest_id).update(title=new)
    cache.delete_many([key_of(contest_id) for contest_id in titles])
