"""others

The hook deletes by a pattern, to catch all variants of a key: the rename of contest 1 removes the
cached titles of 10, 11, 100 ... as well.
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


def forget(contest_ids):
    client = cache._cache.get_client(None, write=True)
    for contest_id in contest_ids:
        for key in client.scan_iter(match=cache.make_key(f"{key_of(contest_id)}*"), count=1000):
            client.delete(key)


@transaction.atomic
def rename(titles):
    for contest_id, new in titles.items():
        Contest.objects.filter(pk=contest_id).update(title=new)
    transaction.on_commit(partial(forget, list(titles)))
