"""The contests are locked in the order of their keys and saved by bulk_update(), one query each.

Two moderators who rename the same contests wait for each other; they cannot deadlock.
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
    with transaction.atomic():
        contests = list(
            Contest.objects.select_for_update(no_key=True).filter(pk__in=titles).order_by("pk")
        )
        for contest in contests:
            contest.title = titles[contest.pk]
            contest.full_clean()
        Contest.objects.bulk_update(contests, ["title"])
        keys = [key_of(contest.pk) for contest in contests]
        transaction.on_commit(lambda: cache.delete_many(keys), robust=True)
