"""It writes and deletes only what differs from the database, and the cache may be behind it.

A title was changed in the admin, and a rename() to the same one leaves the old one in the cache.

Breaks: commit
Fails: answer
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
    keys = []
    for contest_id, new in titles.items():
        if Contest.objects.filter(pk=contest_id).exclude(title=new).update(title=new):
            keys.append(key_of(contest_id))
    transaction.on_commit(partial(cache.delete_many, keys))
