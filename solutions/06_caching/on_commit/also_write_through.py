"""The new titles are stored at the commit, so that the next visitor need not ask.

Two moderators who commit at the same moment may store in the other order than they commit: the
timeout is what ends that.
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
    new_titles = {key_of(contest_id): new for contest_id, new in titles.items()}
    transaction.on_commit(partial(cache.set_many, new_titles, timeout=600))
