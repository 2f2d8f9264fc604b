"""RIGHT: one raw UPDATE from two arrays, one hook."""

from functools import partial

from django.core.cache import cache
from django.db import connection, transaction

from arena.contests.models import Contest

SQL = f"""
    UPDATE {Contest._meta.db_table} AS c SET title = n.title
    FROM unnest(%s::bigint[], %s::text[]) AS n (id, title)
    WHERE c.id = n.id
"""


def key_of(contest_id):
    return f"contest_title:{contest_id}"


def find(contest_id):
    titles = Contest.objects.filter(pk=contest_id).values_list("title", flat=True)
    return titles.first()


def title(contest_id):
    return cache.get_or_set(key_of(contest_id), partial(find, contest_id), timeout=600)


@transaction.atomic
def rename(titles):
    ids = list(titles)
    with connection.cursor() as cursor:
        cursor.execute(SQL, [ids, [titles[contest_id] for contest_id in ids]])
    transaction.on_commit(partial(cache.delete_many, [key_of(contest_id) for contest_id in ids]))
