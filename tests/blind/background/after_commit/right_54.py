"""connection.on_commit() with a closure from a helper; reads only the two keys of the post."""

import logging

from django.db import connections, transaction
from django.utils import timezone

from arena.discuss.models import Comment, Post


def later(queue, *args):
    def send():
        try:
            queue.send(*args)
        except Exception as error:
            logging.getLogger(__name__).error("queue.send%r failed", args, exc_info=error)

    return send


def comment(queue, post_id, author_id, body, using="default"):
    connection = connections[using]
    with transaction.atomic(using):
        first, second = Post.objects.using(using).values_list("author_id", "editor_id").get(pk=post_id)
        new = Comment.objects.using(using).create(
            post_id=post_id, author_id=author_id, body=body, created_at=timezone.now()
        )
        told = {first, second}
        told.discard(None)
        told.discard(int(author_id))
        for person in sorted(told):
            connection.on_commit(later(queue, "tell", new.pk, person), robust=True)
    return new.pk
