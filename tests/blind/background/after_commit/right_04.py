"""functools.partial around a function that cannot raise, since it logs for itself."""

import logging
from functools import partial

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Comment, Post

logger = logging.getLogger("arena.queue")


def send_quietly(queue, task, *keys):
    try:
        queue.send(task, *keys)
    except Exception as error:
        logger.error("Cannot enqueue %s%r: %r", task, keys, error, exc_info=True)


def comment(queue, post_id, author_id, body, using="default"):
    with transaction.atomic(using=using):
        post = Post.objects.using(using).get(pk=post_id)
        new = Comment.objects.using(using).create(
            post=post, author_id=author_id, body=body, created_at=timezone.now()
        )
        for person_id in {post.author_id, post.editor_id} - {author_id, None}:
            transaction.on_commit(
                partial(send_quietly, queue, "tell", new.pk, person_id), using=using
            )
    return new.pk
