"""Each moderator stores the new title at the commit, and another one may have committed by then.

The one who commits first can be the last to store: the cache keeps a title that was overwritten.

Breaks: commit
Fails: moderators
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
    new_titles = {}
    for contest_id, new in titles.items():
        if Contest.objects.filter(pk=contest_id).update(title=new):
            new_titles[key_of(contest_id)] = new
    transaction.on_commit(partial(cache.set_many, new_titles, timeout=600))
