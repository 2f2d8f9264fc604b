"""RIGHT: title() with get() and add() and a sentinel of its own, rename() with a nested function as hook."""

from django.core.cache import cache
from django.db import transaction

from arena.contests.models import Contest

MISSING = object()


def key_of(contest_id):
    return f"contest_title:{contest_id}"


def find(contest_id):
    titles = Contest.objects.filter(pk=contest_id).values_list("title", flat=True)
    return titles.first()


def title(contest_id):
    key = key_of(contest_id)
    found = cache.get(key, MISSING)
    if found is MISSING:
        found = find(contest_id)
        cache.add(key, found, timeout=600)
    return found


@transaction.atomic
def rename(titles):
    changed = tuple(titles.items())

    def forget():
        for contest_id, _ in changed:
            cache.delete(key_of(contest_id))

    transaction.on_commit(forget)
    for contest_id, new in changed:
        Contest.objects.filter(pk=contest_id).update(title=new)
