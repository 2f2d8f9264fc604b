"""Breaks meantime: the old posts are found once, before any is locked. A post that is published anew
before its slice begins goes all the same."""

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
        SELECT id FROM discuss_post WHERE id = ANY(%s) FOR UPDATE SKIP LOCKED
    ) AS locked
"""


def purge(before):
    over = Q(contest=None) | Q(contest__closes_at__lt=before)
    old = Post.objects.filter(over, published_at__lt=before).order_by("pk")
    keys = list(old.values_list("pk", flat=True))
    for start in range(0, len(keys), SLICE):
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(LOCK, [keys[start : start + SLICE]])
                (ids,) = cursor.fetchone()
            if ids:
                delete_posts(ids)
