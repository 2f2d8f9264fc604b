"""The callbacks are handed to the caller's transaction before the titles are changed.

If one of the titles is refused and the caller goes on, the cache gets what was never stored.

Fails: rollback
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
    new_titles = {key_of(contest_id): new for contest_id, new in titles.items()}
    try:
        with transaction.atomic():
            for contest_id, new in titles.items():
                Contest.objects.filter(pk=contest_id).update(title=new)
    finally:
        transaction.on_commit(partial(cache.set_many, new_titles, timeout=600))
