"""Breaks "log": the error is logged, but as a warning."""

import logging

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Comment, Post

logger = logging.getLogger(__name__)


def comment(queue, post_id, author_id, body, using="default"):
    def tell(comment_id, person_id):
        try:
            queue.send("tell", comment_id, person_id)
        except Exception:
            logger.warning("Person %s is not told", person_id, exc_info=True)

    with transaction.atomic(using=using):
        post = Post.objects.using(using).get(pk=post_id)
        new = Comment.objects.using(using).create(
            post=post, author_id=author_id, body=body, created_at=timezone.now()
        )
        for person_id in {post.author_id, post.editor_id} - {author_id, None}:
            transaction.on_commit(
                lambda person_id=person_id: tell(new.pk, person_id), using=using
            )
    return new.pk
