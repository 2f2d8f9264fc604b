"""Two hundred titles at a time, each portion a transaction of its own.

A title of the second portion fails, and those of the first are changed.

Breaks: all or none
Fails: refused
"""

from functools import partial
from itertools import islice

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
    pairs = iter(titles.items())
    while portion := list(islice(pairs, 200)):
        with transaction.atomic():
            for contest_id, new in portion:
                Contest.objects.filter(pk=contest_id).update(title=new)
            keys = [key_of(contest_id) for contest_id, _ in portion]
            transaction.on_commit(partial(cache.delete_many, keys))
