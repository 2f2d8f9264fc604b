"""What waits is in a list of this process, and ends with it.

Breaks: lost
Fails: down
"""

from functools import partial

from django.db import transaction

from arena.discuss.models import Post

waiting = set()


@transaction.atomic
def rename(engine, post_id, title):
    if Post.objects.filter(pk=post_id).update(title=title):
        note(engine, post_id)


@transaction.atomic
def delete(engine, post_id):
    Post.objects.filter(pk=post_id).delete()
    note(engine, post_id)


def note(engine, post_id):
    transaction.on_commit(partial(waiting.add, post_id))
    transaction.on_commit(lambda: catch_up(engine), robust=True)


def catch_up(engine):
    keys = list(waiting)
    titles = dict(Post.objects.filter(pk__in=keys).values_list("pk", "title"))
    if titles:
        engine.put("posts", titles)
    if gone := set(keys) - titles.keys():
        engine.remove("posts", gone)
    waiting.difference_update(keys)
