"""RIGHT: a context manager opens the transaction and registers the deletion at its end."""

from contextlib import contextmanager
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


@contextmanager
def changing(contest_ids):
    keys = [key_of(contest_id) for contest_id in contest_ids]
    with transaction.atomic():
        yield
        transaction.on_commit(partial(cache.delete_many, keys))


def rename(titles):
    with changing(titles):
        for contest_id, new in titles.items():
            Contest.objects.filter(pk=contest_id).update(title=new)
