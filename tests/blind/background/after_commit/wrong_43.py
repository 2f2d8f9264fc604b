"""rollback

Tasks wait in a list of the thread, and any commit's callback sends all that wait. It shows when a comment is rolled back
with an inner atomic() (or altogether), and another comment of the same thread is committed, before or after it: the task
of the comment that doesn't exist is enqueued too.
"""

import logging
import threading

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Comment, Post

logger = logging.getLogger("arena.discuss.comments")

_waiting = threading.local()  # of each database, what is to be sent after its commit


def comment(queue, post_id, author_id, body, using="default"):
    with transaction.atomic(using=using):
        post = Post.objects.using(using).get(pk=post_id)
        new = Comment.objects.using(using).create(
            post=post, author_id=author_id, body=body, created_at=timezone.now()
        )
        people = [post.author_id]
        if post.editor_id not in (None, post.author_id):
            people.append(post.editor_id)
        people = [person_id for person_id in people if person_id != int(author_id)]

        waiting = _waiting.__dict__.setdefault(using, [])
        waiting.extend((queue, new.pk, person_id) for person_id in people)
        transaction.on_commit(lambda: _tell_all(waiting), using=using)
    return new.pk


def _tell_all(waiting):
    while waiting:
        queue, comment_id, person_id = waiting.pop(0)
        try:
            queue.send("tell", comment_id, person_id)
        except Exception as error:
            logger.error(
                "queue.send() of comment %d for person %d failed: %r",
                comment_id,
                person_id,
                error,
                exc_info=True,
            )
