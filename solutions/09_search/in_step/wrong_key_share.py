"""FOR KEY SHARE on the posts lets others change a title, and nobody delete one of them.

Breaks: locks
Fails: locks
"""

from django.db import connection, transaction

from arena.discuss.models import Post
from arena.search.models import Change

BATCH = 500


@transaction.atomic
def rename(engine, post_id, title):
    if Post.objects.filter(pk=post_id).update(title=title):
        note(engine, post_id)


@transaction.atomic
def delete(engine, post_id):
    Post.objects.filter(pk=post_id).delete()
    note(engine, post_id)


def note(engine, post_id):
    Change.objects.create(post_id=post_id)

    def send_own():
        send(engine, Change.objects.filter(post_id=post_id))

    # robust: the change is committed, so Django logs that the engine is down. No partial() here:
    # before Django 6.1 the log cannot name one, and that is an error for the caller.
    transaction.on_commit(send_own, robust=True)


def catch_up(engine):
    while send(engine, Change.objects.all()):
        pass


@transaction.atomic
def send(engine, changes):
    notes = dict(changes.select_for_update().order_by("pk").values_list("pk", "post_id")[:BATCH])
    changed = set(notes.values())
    with connection.cursor() as cursor:
        keys = sorted(changed)
        cursor.execute("SELECT FROM discuss_post WHERE id = ANY(%s) FOR KEY SHARE", [keys])
    titles = dict(Post.objects.filter(pk__in=changed).values_list("pk", "title"))
    if titles:
        engine.put("posts", titles)
    if gone := changed - titles.keys():
        engine.remove("posts", gone)
    Change.objects.filter(pk__in=notes).delete()
    return len(notes) == BATCH
