"""Partials, around a function that logs the error's text and does not raise."""

import logging
from functools import partial

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Comment, Post

logger = logging.getLogger(__name__)


def send(queue, comment_id, person_id):
    try:
        queue.send("tell", comment_id, person_id)
    except Exception as error:
        logger.error("The queue has not taken comment %s for %s: %s", comment_id, person_id, error)


def comment(queue, post_id, author_id, body, using="default"):
    with transaction.atomic(using=using):
        post = Post.objects.using(using).get(pk=post_id)
        new = Comment.objects.using(using).create(
            post=post, author_id=author_id, body=body, created_at=timezone.now()
        )
        for person_id in {post.author_id, post.editor_id} - {author_id, None}:
            task = partial(send, queue, new.pk, person_id)
            transaction.on_commit(task, using=using)
    return new.pk
