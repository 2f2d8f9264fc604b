"""lost: after the engine's answer all notes of the sent posts are removed, also those that were not there when titles were read.

If a rename is committed while catch_up() waits for the engine, and its own call of the engine fails or is killed, its note
is removed although nobody has sent its title.
"""

from django.db import transaction

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change


def follow(engine, post_ids):
    post_ids = set(post_ids)
    titles = dict(Post.objects.filter(pk__in=post_ids).values_list("pk", "title"))
    try:
        if titles:
            engine.put("posts", titles)
        if post_ids - titles.keys():
            engine.remove("posts", post_ids - titles.keys())
    except SearchError:
        return
    Change.objects.filter(post_id__in=post_ids).delete()


def changed(engine, post_id):
    Change.objects.create(post_id=post_id)
    transaction.on_commit(lambda: follow(engine, [post_id]))


@transaction.atomic
def rename(engine, post_id, title):
    if Post.objects.filter(pk=post_id).update(title=title):
        changed(engine, post_id)


@transaction.atomic
def delete(engine, post_id):
    Post.objects.filter(pk=post_id).delete()
    changed(engine, post_id)


def catch_up(engine):
    """Cron runs this every minute."""
    follow(engine, Change.objects.values_list("post_id", flat=True))
