"""WRONG (rule: commit): stores its own title after the commit: when another rename() commits and stores before that, its newer title is overwritten."""

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
    fresh = {}
    for contest_id, new in titles.items():
        if Contest.objects.filter(pk=contest_id).update(title=new):
            fresh[key_of(contest_id)] = new
    if fresh:
        transaction.on_commit(partial(cache.set_many, fresh, timeout=600))
