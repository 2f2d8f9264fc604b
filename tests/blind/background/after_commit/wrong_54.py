"""Rule failure: when send() raises, the error reaches the caller, and the other task and later callbacks are lost.

The try is around on_commit(), which only registers the callback. It shows for every error, when the (caller's) transaction commits.
"""

import logging
from functools import partial

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
                transaction.on_commit(partial(queue.send, "tell", new.pk, person_id), using=using)
            except Exception:
                logger.exception("Comment %s: person %s was not told", new.pk, person_id)
    return new.pk
