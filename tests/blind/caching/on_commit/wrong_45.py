"""all or none

Large renames are done in batches of 200, each a transaction of its own: if a title of the second
batch fails, those of the first are changed.
"""

from itertools import islice

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


BATCH = 200


def rename(titles):
    pairs = iter(titles.items())
    while batch := list(islice(pairs, BATCH)):
        with transaction.atomic():
            for contest_id, new in batch:
                Contest.objects.filter(pk=contest_id).update(title=new)
            keys = [key_of(contest_id) for contest_id, _ in batch]
            transaction.on_commit(partial(cache.delete_many, keys))
