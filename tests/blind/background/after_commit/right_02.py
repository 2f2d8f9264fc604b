"""One callback that sends all tasks, each in a try of its own, with a logger of this module."""

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
        people = {post.author_id, post.editor_id} - {author_id, None}

        def tell_everybody():
            for person_id in people:
                try:
                    queue.send("tell", new.pk, person_id)
                except Exception:
                    logger.exception("Person %s is not told of comment %s", person_id, new.pk)

        transaction.on_commit(tell_everybody, using=using)
    return new.pk
