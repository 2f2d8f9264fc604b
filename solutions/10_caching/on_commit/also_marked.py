"""At the commit a mark takes the place of the title: for a minute nobody caches what they read.

A visitor may have read the old title before the commit and be held up until now. add() stores only
where there is nothing, so the mark keeps that title out; a deleted key would let it in.
"""

from django.core.cache import cache
from django.db import transaction

from arena.contests.models import Contest

MISSING, CHANGED = object(), {"changed": True}  # a title is a text, and never a dictionary


def key_of(contest_id):
    return f"contest_title:{contest_id}"


def find(contest_id):
    titles = Contest.objects.filter(pk=contest_id).values_list("title", flat=True)
    return titles.first()


def title(contest_id):
    cached = cache.get(key_of(contest_id), MISSING)
    if cached is MISSING:
        cached = find(contest_id)
        cache.add(key_of(contest_id), cached, timeout=600)
    return find(contest_id) if cached == CHANGED else cached


@transaction.atomic
def rename(titles):
    for contest_id, new in titles.items():
        Contest.objects.filter(pk=contest_id).update(title=new)
    marks = dict.fromkeys(map(key_of, titles), CHANGED)
    transaction.on_commit(lambda: cache.set_many(marks, timeout=60), robust=True)
