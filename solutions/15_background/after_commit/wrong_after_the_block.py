"""The end of the block is no commit when the caller has a transaction of its own.

Breaks: commit
Fails: caller
"""

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
    for person_id in {post.author_id, post.editor_id} - {author_id, None}:
        try:
            queue.send("tell", new.pk, person_id)
        except Exception:
            logger.exception("Person %s is not told of comment %s.", person_id, new.pk)
    return new.pk
