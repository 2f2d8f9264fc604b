"""on_commit() alone: a process that dies after the commit leaves the index wrong.

Breaks: lost
Fails: down
"""

from django.db import transaction

from arena.discuss.models import Post


@transaction.atomic
def rename(engine, post_id, title):
    if Post.objects.filter(pk=post_id).update(title=title):
        note(engine, post_id)


@transaction.atomic
def delete(engine, post_id):
    Post.objects.filter(pk=post_id).delete()
    note(engine, post_id)


def note(engine, post_id):
    def send_own():
        send(engine, [post_id])

    transaction.on_commit(send_own, robust=True)


def catch_up(engine):
    pass


def send(engine, keys):
    titles = dict(Post.objects.filter(pk__in=keys).values_list("pk", "title"))
    engine.put("posts", titles)
    engine.remove("posts", set(keys) - titles.keys())
