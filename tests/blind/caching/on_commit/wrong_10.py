"""WRONG (rule: commit, on all servers): each process keeps titles for five seconds more, and other servers show the old one after the commit."""

from time import monotonic

from functools import partial

from django.core.cache import cache
from django.db import transaction

from arena.contests.models import Contest

near = {}


def key_of(contest_id):
    return f"contest_title:{contest_id}"


def find(contest_id):
    titles = Contest.objects.filter(pk=contest_id).values_list("title", flat=True)
    return titles.first()


def title(contest_id):
    kept = near.get(contest_id)
    if kept is not None and kept[0] > monotonic():
        return kept[1]
    found = cache.get_or_set(key_of(contest_id), partial(find, contest_id), timeout=600)
    near[contest_id] = (monotonic() + 5, found)
    return found


def forget(contest_ids):
    cache.delete_many([key_of(contest_id) for contest_id in contest_ids])
    for contest_id in contest_ids:
        near.pop(contest_id, None)


@transaction.atomic
def rename(titles):
    for contest_id, new in titles.items():
        Contest.objects.filter(pk=contest_id).update(title=new)
    transaction.on_commit(partial(forget, list(titles)))
