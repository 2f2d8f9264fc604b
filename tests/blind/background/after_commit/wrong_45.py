"""failure

The log gets the error's first argument. It shows when queue.send() raises an exception without arguments, like
TimeoutError(): the IndexError that follows reaches the caller, and the other tasks and callbacks don't run.
"""

import logging

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Comment, Post

logger = logging.getLogger("arena.discuss.comments")


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

        transaction.on_commit(lambda: _tell_all(queue, new.pk, people), using=using)
    return new.pk


def _tell_all(queue, comment_id, people):
    for person_id in people:
        try:
            queue.send("tell", comment_id, person_id)
        except Exception as error:
            logger.error(
                "queue.send() of comment %d for person %d failed: %s",
                comment_id,
                person_id,
                error.args[0],
            )
