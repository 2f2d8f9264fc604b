"""RIGHT: senders of one post queue up at an advisory lock after their commits, so the last one sends the last title.

Changes of the post are committed meanwhile; only the call that sends them waits.
"""

from django.db import connection, transaction

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change

NAMESPACE = 7_140_000_000_000


def lock_senders(keys):
    # In the order of the keys, so that two who need several never wait for each other.
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(pg_advisory_xact_lock(%s + key))
            FROM (SELECT key FROM unnest(%s::bigint[]) AS key ORDER BY key OFFSET 0) AS ordered
            """,
            [NAMESPACE, sorted(keys)],
        )


def send(engine, keys):
    if not keys:
        return
    with transaction.atomic():
        lock_senders(keys)
        notes = list(Change.objects.filter(post_id__in=keys))
        todo = {change.post_id for change in notes}
        if not todo:
            return  # another sender has done it
        titles = dict(Post.objects.filter(pk__in=todo).values_list("pk", "title"))
        if titles:
            engine.put("posts", titles)
        if todo - set(titles):
            engine.remove("posts", sorted(todo - set(titles)))
        Change.objects.filter(pk__in=[change.pk for change in notes]).delete()


def send_after_commit(engine, post_id):
    Change.objects.create(post_id=post_id)

    def hook():
        try:
            send(engine, [post_id])
        except SearchError:
            pass  # noted

    transaction.on_commit(hook)


@transaction.atomic
def rename(engine, post_id, title):
    if Post.objects.filter(pk=post_id).update(title=title):
        send_after_commit(engine, post_id)


@transaction.atomic
def delete(engine, post_id):
    Post.objects.filter(pk=post_id).delete()
    send_after_commit(engine, post_id)


def catch_up(engine):
    """Cron runs this every minute."""
    try:
        send(engine, list(Change.objects.values_list("post_id", flat=True).distinct()))
    except SearchError:
        pass
