"""The keys are deleted once the commit is done: everybody who reads then finds the new titles.

robust=True: a cache that cannot be reached is logged, and the rename is still a success. Before
Django 6.1 that needs a function with a name, which a partial has not.
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


@transaction.atomic
def rename(titles):
    for contest_id, new in titles.items():
        Contest.objects.filter(pk=contest_id).update(title=new)
        # The default keeps this key; without it, each lambda would look up the last one.
        transaction.on_commit(lambda key=key_of(contest_id): cache.delete(key), robust=True)
