"""The log gets the error's first argument, and an error may have none.

Breaks: failure
Fails: failure
"""

import logging

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Comment, Post

logger = logging.getLogger(__name__)


def send(queue, comment_id, person_id):
    try:
        queue.send("tell", comment_id, person_id)
    except Exception as error:
        logger.error("Comment %s, person %s: %s", comment_id, person_id, error.args[0])


def comment(queue, post_id, author_id, body, using="default"):
    with transaction.atomic(using=using):
        post = Post.objects.using(using).get(pk=post_id)
        new = Comment.objects.using(using).create(
            post=post, author_id=author_id, body=body, created_at=timezone.now()
        )
        for person_id in {post.author_id, post.editor_id} - {author_id, None}:
            transaction.on_commit(
                lambda person_id=person_id: send(queue, new.pk, person_id), using=using
            )
    return new.pk
