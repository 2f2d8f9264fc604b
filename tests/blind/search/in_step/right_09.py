"""An outbox class: the note is committed with the change; each put is checked against the database.

One note after the other may be sent by several processes at once: each of them repeats its own
call as long as the database says something else afterwards.
"""

from contextlib import suppress
from functools import partial
from itertools import islice

from django.db import transaction

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change


class Outbox:
    def __init__(self, engine):
        self.engine = engine

    def add(self, post_id):
        note = Change.objects.create(post_id=post_id)
        transaction.on_commit(partial(self.try_now, note))

    def try_now(self, note):
        with suppress(SearchError):
            self.deliver([note])

    def deliver(self, notes):
        wanted = self.look({note.post_id for note in notes})
        unsent = wanted
        while unsent:
            documents = {key: title for key, title in unsent.items() if title is not None}
            missing = sorted(unsent.keys() - documents.keys())
            if documents:
                self.engine.put("posts", documents)
            if missing:
                self.engine.remove("posts", missing)
            before, wanted = wanted, self.look(wanted.keys())
            unsent = {key: wanted[key] for key in wanted if wanted[key] != before[key]}
        Change.objects.filter(pk__in=[note.pk for note in notes]).delete()

    @staticmethod
    def look(keys):
        posts = Post.objects.only("title").in_bulk(list(keys))
        return {key: posts[key].title if key in posts else None for key in keys}


@transaction.atomic
def rename(engine, post_id, title):
    if Post.objects.filter(pk=post_id).update(title=title):
        Outbox(engine).add(post_id)


@transaction.atomic
def delete(engine, post_id):
    Post.objects.filter(pk=post_id).delete()
    # Also where no post was: to remove nothing does no harm.
    Outbox(engine).add(post_id)


def catch_up(engine):
    """Cron runs this every minute."""
    outbox = Outbox(engine)
    notes = iter(list(Change.objects.order_by("pk")))
    while some := list(islice(notes, 5000)):
        outbox.deliver(some)
