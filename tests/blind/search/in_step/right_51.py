"""A note is committed with each change; it stays locked while the title is sent, read again and, if it has changed, sent again."""

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


def note(engine, post_id):
    change = Change.objects.create(post_id=post_id)
    mine = Change.objects.select_for_update().filter(pk=change.pk)
    transaction.on_commit(lambda: follow(engine, mine))


def catch_up(engine):
    """Cron runs this every minute."""
    follow(engine, Change.objects.select_for_update(skip_locked=True))


def follow(engine, changes):
    """Send the posts of these notes. The notes are gone if, and only if, the engine has it all."""
    try:
        with transaction.atomic():
            notes = dict(changes.values_list("pk", "post_id"))
            if notes:
                send(engine, set(notes.values()))
                Change.objects.filter(pk__in=list(notes)).delete()
    except SearchError:
        pass  # the notes are still there, for catch_up()


def send(engine, post_ids):
    sent = {}
    while True:
        titles = dict(Post.objects.filter(pk__in=post_ids).values_list("pk", "title"))
        stale = {
            pk: titles.get(pk) for pk in post_ids if pk not in sent or sent[pk] != titles.get(pk)
        }
        if not stale:
            return
        documents = {pk: title for pk, title in stale.items() if title is not None}
        gone = [pk for pk, title in stale.items() if title is None]
        if documents:
            engine.put("posts", documents)
        if gone:
            engine.remove("posts", gone)
        sent |= stale
