"""A factory behind comment(), and logger.log with the level."""

import logging

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Comment, Post

logger = logging.getLogger(__name__)


def comment(queue, post_id, author_id, body, using="default"):
    with transaction.atomic(using=using):
        post = Post.objects.using(using).get(pk=post_id)
        new = Comment.objects.using(using).create(
            post=post, author_id=author_id, body=body, created_at=timezone.now()
        )
        people = frozenset({post.author_id, post.editor_id} - {author_id, None})
        for keys in [(new.pk, person_id) for person_id in people]:
            transaction.on_commit(_task(queue, keys), using=using)
    return new.pk


def _task(queue, keys):
    comment_id, person_id = keys

    def task():
        try:
            queue.send("tell", comment_id, person_id)
        except Exception as error:
            logger.log(
                logging.ERROR,
                "queue.send('tell', %s, %s) raised %s",
                comment_id,
                person_id,
                type(error).__name__,
                exc_info=True,
            )

    return task
