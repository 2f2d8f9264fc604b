"""RIGHT: an advisory lock for each post that nobody waits for: who has it sends the changes of those who don't."""

from django.db import connection, transaction

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change

LOCK = """
    WITH noted AS MATERIALIZED (
        SELECT DISTINCT post_id FROM search_change
        WHERE %(post)s::bigint IS NULL OR post_id = %(post)s::bigint
    )
    SELECT post_id FROM noted
    WHERE pg_try_advisory_xact_lock(hashtextextended('arena.post', post_id))
"""


def rename(engine, post_id, title):
    with transaction.atomic():
        if Post.objects.filter(pk=post_id).update(title=title):
            Change.objects.create(post_id=post_id)
            transaction.on_commit(lambda: quietly(engine, post_id))


def delete(engine, post_id):
    with transaction.atomic():
        Post.objects.filter(pk=post_id).delete()
        Change.objects.create(post_id=post_id)
        transaction.on_commit(lambda: quietly(engine, post_id))


def catch_up(engine):
    """Cron runs this every minute."""
    quietly(engine, None)


def quietly(engine, post_id):
    try:
        while one_round(engine, post_id):
            pass  # somebody may have left a note to us, while we had the lock
    except SearchError:
        pass


@transaction.atomic
def one_round(engine, post_id):
    with connection.cursor() as cursor:
        cursor.execute(LOCK, {"post": post_id})
        locked = [key for (key,) in cursor.fetchall()]
    if not locked:
        return False
    # Read after the lock is ours: first the notes, then the posts.
    notes = list(Change.objects.filter(post_id__in=locked).values_list("pk", "post_id"))
    keys = {key for _, key in notes}
    if not keys:
        return True
    titles = dict(Post.objects.filter(pk__in=keys).values_list("pk", "title"))
    if titles:
        engine.put("posts", titles)
    gone = keys - titles.keys()
    if gone:
        engine.remove("posts", gone)
    Change.objects.filter(pk__in=[pk for pk, _ in notes]).delete()
    return True
