"""together: each call sends the title that it has written, and then removes its note.

Two renames of one post overlap: the first one commits, the second one commits and sends its title, then the older title of
the first one arrives. It stays in the index, and no note is left.
"""

from django.db import transaction

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change


@transaction.atomic
def rename(engine, post_id, title):
    if Post.objects.filter(pk=post_id).update(title=title):
        note = Change.objects.create(post_id=post_id)

        def send():
            try:
                engine.put("posts", {post_id: title})
            except SearchError:
                return
            note.delete()

        transaction.on_commit(send)


@transaction.atomic
def delete(engine, post_id):
    Post.objects.filter(pk=post_id).delete()
    note = Change.objects.create(post_id=post_id)

    def send():
        try:
            engine.remove("posts", [post_id])
        except SearchError:
            return
        note.delete()

    transaction.on_commit(send)


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
