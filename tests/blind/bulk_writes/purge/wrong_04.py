"""Breaks old: without Q(contest=None) the posts that are about no contest stay for ever."""

from django.db import connection, transaction

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


def purge(before):
    old = Post.objects.filter(contest__closes_at__lt=before, published_at__lt=before).order_by("pk")
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
            delete_posts(ids)
