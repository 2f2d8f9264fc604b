"""Breaks killed: a slice is claimed by making its posts drafts, and deleted in the next transaction.
If purge() is killed in between, the next call doesn't find them any more."""

from django.db import connection, transaction
from django.db.models import Q

from arena.discuss.models import Comment, Like, LikeShard, Post

SLICE = 100
PARTS = [Comment, Like, LikeShard, Post.tags.through]
# Locks the rows that are free, and returns the posts that have a row locked by somebody else.
BUSY = """
    WITH free AS MATERIALIZED (
        SELECT id FROM {table} WHERE post_id = ANY(%(ids)s) FOR UPDATE SKIP LOCKED
    )
    SELECT DISTINCT post_id FROM {table}
    WHERE post_id = ANY(%(ids)s) AND id NOT IN (SELECT id FROM free)
"""


def busy(ids):
    posts = set()
    with connection.cursor() as cursor:
        for model in PARTS:
            cursor.execute(BUSY.format(table=model._meta.db_table), {"ids": ids})
            posts.update(key for (key,) in cursor.fetchall())
    return posts


def delete(rows):
    """Delete in one statement, without fetching anything."""
    rows._raw_delete(rows.db)


def delete_posts(ids):
    free = sorted(set(ids) - busy(ids))
    if free:
        for model in PARTS:
            delete(model.objects.filter(post_id__in=free))
        delete(Post.objects.filter(pk__in=free))


LOCK = """
    SELECT coalesce(array_agg(id), ARRAY[]::bigint[]) FROM (
        SELECT id FROM discuss_post
        WHERE id = ANY(%s) AND published_at IS NULL
        FOR UPDATE SKIP LOCKED
    ) AS locked
"""


def purge(before):
    over = Q(contest=None) | Q(contest__closes_at__lt=before)
    old = Post.objects.filter(over, published_at__lt=before).order_by("pk")
    last = 0
    while True:
        with transaction.atomic():
            ids = list(
                old.select_for_update(skip_locked=True, of=("self",))
                .filter(pk__gt=last)
                .values_list("pk", flat=True)[:SLICE]
            )
            if not ids:
                return
            last = ids[-1]
            ids = sorted(set(ids) - busy(ids))
            Post.objects.filter(pk__in=ids).update(published_at=None)
        if not ids:
            continue
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(LOCK, [ids])
                (ids,) = cursor.fetchone()
            if ids:
                delete_posts(ids)
