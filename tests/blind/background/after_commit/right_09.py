"""A generator of callbacks and contextlib's ExitStack: one failing task keeps no other back."""

import logging
from contextlib import ExitStack, contextmanager

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Comment, Post

logger = logging.getLogger(__name__)


@contextmanager
def logged():
    try:
        yield
    except Exception:
        logger.exception("A task was not enqueued")


def _send_all(queue, tasks):
    for task in tasks:
        with logged():
            queue.send(*task)


def comment(queue, post_id, author_id, body, using="default"):
    with ExitStack() as stack:
        stack.enter_context(transaction.atomic(using=using))
        post = Post.objects.using(using).get(pk=post_id)
        new = Comment.objects.using(using).create(
            post=post, author_id=author_id, body=body, created_at=timezone.now()
        )
        people = {post.author_id, post.editor_id} - {author_id, None}
        tasks = [("tell", new.pk, person_id) for person_id in people]
        transaction.on_commit(lambda: _send_all(queue, tasks), using=using)
    return new.pk
