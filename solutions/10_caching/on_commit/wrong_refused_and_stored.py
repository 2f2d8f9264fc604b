"""The callback goes to the caller's transaction, also when one of the titles is refused.

If the caller goes on and commits, the cache gets titles that the database never had.

Breaks: rollback
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
    changed = []
    try:
        with transaction.atomic():
            for contest_id, new in titles.items():
                if Contest.objects.filter(pk=contest_id).update(title=new):
                    changed.append(contest_id)
    finally:
        for contest_id in changed:
            transaction.on_commit(partial(refresh, contest_id, titles[contest_id]))


def refresh(contest_id, new):
    # Only where nobody has changed it since, so that two moderators do not mix.
    cache.delete(key_of(contest_id))
    if find(contest_id) != new:
        cache.set(key_of(contest_id), new, timeout=600)
