"""lost: the note is written only when the engine has raised SearchError, after the commit.

A process that is killed between the commit and the engine's answer leaves neither a title in the index nor a note.
"""

from django.db import transaction

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change


def follow(engine, post_id):
    try:
        title = Post.objects.filter(pk=post_id).values_list("title", flat=True).first()
        if title is None:
            engine.remove("posts", [post_id])
        else:
            engine.put("posts", {post_id: title})
    except SearchError:
        Change.objects.create(post_id=post_id)


@transaction.atomic
def rename(engine, post_id, title):
    if Post.objects.filter(pk=post_id).update(title=title):
        transaction.on_commit(lambda: follow(engine, post_id))


@transaction.atomic
def delete(engine, post_id):
    Post.objects.filter(pk=post_id).delete()
    transaction.on_commit(lambda: follow(engine, post_id))


def catch_up(engine):
    """Cron runs this every minute."""
    notes = dict(Change.objects.values_list("pk", "post_id"))
    if not notes:
        return
    titles = dict(Post.objects.filter(pk__in=notes.values()).values_list("pk", "title"))
    try:
        if titles:
            engine.put("posts", titles)
        engine.remove("posts", set(notes.values()) - set(titles))
    except SearchError:
        return
    Change.objects.filter(pk__in=list(notes)).delete()
