"""rollback

Before each update it puts the old title into the cache, for visitors until the commit. The second
rename of a contest in one transaction reads the first one's title there: others get it before
the commit, and keep it after a rollback.
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
    keys = [key_of(contest_id) for contest_id in titles]
    old = {key_of(contest_id): find(contest_id) for contest_id in titles}
    cache.set_many(old, timeout=600)
    for contest_id, new in titles.items():
        Contest.objects.filter(pk=contest_id).update(title=new)
    transaction.on_commit(partial(cache.delete_many, keys))
