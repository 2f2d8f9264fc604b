"""Rule commit: the tasks wait for the connection "default", whatever `using` says.

on_commit() isn't told the connection. It shows with using="other": the task is enqueued before the commit there, or after a rollback.
"""

import logging
from functools import partial

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Comment, Post

logger = logging.getLogger(__name__)


def tell(queue, comment_id, person_id):
    try:
        queue.send("tell", comment_id, person_id)
    except Exception:
        logger.exception("Comment %s: person %s was not told", comment_id, person_id)


def comment(queue, post_id, author_id, body, using="default"):
    with transaction.atomic(using=using):
        post = Post.objects.using(using).get(pk=post_id)
        new = Comment.objects.using(using).create(
            post=post, author_id=author_id, body=body, created_at=timezone.now()
        )
        for person_id in {post.author_id, post.editor_id} - {author_id, None}:
            transaction.on_commit(partial(tell, queue, new.pk, person_id))
    return new.pk
