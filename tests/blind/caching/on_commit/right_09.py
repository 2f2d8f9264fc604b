"""RIGHT: deletes at once and again after the commit; in between others may cache the old title, which the second deletion removes."""

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
        key = key_of(contest_id)
        Contest.objects.filter(pk=contest_id).update(title=new)
        cache.delete(key)
        transaction.on_commit(partial(cache.delete, key))
