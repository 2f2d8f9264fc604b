"""One sender at a time, by an advisory lock; a request that finds it taken leaves it to cron."""

from django.db import connection, transaction

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change

SENDING = 7_2025


@transaction.atomic
def rename(engine, post_id, title):
    Post.objects.filter(pk=post_id).update(title=title)
    changed(engine, post_id)


@transaction.atomic
def delete(engine, post_id):
    Post.objects.filter(pk=post_id).delete()
    changed(engine, post_id)


def changed(engine, post_id):
    Change.objects.create(post_id=post_id)

    def after_commit():
        try:
            catch_up(engine)
        except SearchError:
            pass  # the note stays

    transaction.on_commit(after_commit)


def catch_up(engine):
    with transaction.atomic():
        if not is_alone():
            return
        notes = list(Change.objects.all())
        keys = {note.post_id for note in notes}
        posts = Post.objects.in_bulk(keys)
        if posts:
            engine.put("posts", {key: post.title for key, post in posts.items()})
        if len(posts) < len(keys):
            engine.remove("posts", [key for key in keys if key not in posts])
        Change.objects.filter(pk__in=[note.pk for note in notes]).delete()


def is_alone():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SENDING])
        return cursor.fetchone()[0]
