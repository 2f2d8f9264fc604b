"""RIGHT: outbox; a sender locks its notes only, sends what is in the database, and looks again afterwards."""

from functools import partial

from django.db import transaction

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change


@transaction.atomic
def rename(engine, post_id, title):
    if Post.objects.filter(pk=post_id).update(title=title):
        note(engine, post_id)


@transaction.atomic
def delete(engine, post_id):
    Post.objects.filter(pk=post_id).delete()
    note(engine, post_id)


def catch_up(engine):
    """Cron runs this every minute."""
    send(engine, Change.objects.select_for_update(skip_locked=True))


def note(engine, post_id):
    change = Change.objects.create(post_id=post_id)
    own = Change.objects.select_for_update().filter(pk=change.pk)
    transaction.on_commit(partial(send, engine, own))


def send(engine, changes):
    """Bring the posts of these notes into the index, and remove the notes.

    Other calls can send the same post for another note at the same time. The last of them compares
    the database with what was sent, and sends again if they differ. Until then the note is there.
    """
    try:
        with transaction.atomic():
            notes = dict(changes.values_list("pk", "post_id"))
            todo = set(notes.values())
            while todo:
                titles = read(todo)
                kept = {key: title for key, title in titles.items() if title is not None}
                if kept:
                    engine.put("posts", kept)
                if gone := sorted(todo - kept.keys()):
                    engine.remove("posts", gone)
                now = read(todo)
                todo = {key for key in todo if now[key] != titles[key]}
            if notes:
                Change.objects.filter(pk__in=notes.keys()).delete()
    except SearchError:
        pass  # the notes are there still, for catch_up()


def read(keys):
    titles = dict.fromkeys(keys)
    titles.update(Post.objects.filter(pk__in=keys).values_list("pk", "title"))
    return titles
