"""A class that repairs locked notes; each round sends only what differs from what the index is known to have.
"""

from contextlib import contextmanager, suppress
from functools import partial

from django.db import transaction

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change


def rename(engine, post_id, title):
    with changing(engine) as note:
        if Post.objects.filter(pk=post_id).update(title=title):
            note(post_id)


def delete(engine, post_id):
    with changing(engine) as note:
        Post.objects.filter(pk=post_id).delete()
        note(post_id)


def catch_up(engine):
    """Cron runs this every minute. Who is at work on a note holds its lock, as long as it lives."""
    Repair(engine).run(Change.objects.select_for_update(skip_locked=True))


@contextmanager
def changing(engine):
    """A transaction; the notes that are made in it are followed up after the commit."""

    def note(post_id):
        change = Change.objects.create(post_id=post_id)
        mine = Change.objects.select_for_update().filter(pk=change.pk)
        transaction.on_commit(partial(Repair(engine).run, mine))

    with transaction.atomic():
        yield note


class Repair:
    def __init__(self, engine):
        self.engine = engine
        self.index = {}  # what the index has, as far as we know

    def run(self, notes):
        """Lock the notes, bring the index up to date, delete the notes: all of it or nothing."""
        with suppress(SearchError), transaction.atomic():
            notes = list(notes)
            posts = {note.post_id for note in notes}
            while stale := self.differences(posts):
                self.send(stale)
                posts = set(stale)
            Change.objects.filter(pk__in=[note.pk for note in notes]).delete()

    def differences(self, posts):
        """Return post and title (None if there is none) of what we have to send."""
        if not posts:
            return {}
        titles = dict(Post.objects.filter(pk__in=posts).values_list("pk", "title"))
        return {
            pk: titles.get(pk)
            for pk in posts
            if pk not in self.index or self.index[pk] != titles.get(pk)
        }

    def send(self, titles):
        documents = {pk: title for pk, title in titles.items() if title is not None}
        if documents:
            self.engine.put("posts", documents)
        if len(documents) < len(titles):
            self.engine.remove("posts", [pk for pk in titles if pk not in documents])
        self.index |= titles
