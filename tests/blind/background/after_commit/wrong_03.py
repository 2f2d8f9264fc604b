"""Breaks "failure" on Django 5.2 (not on 6.1): its robust callbacks are logged by __qualname__, which
a partial has not; the AttributeError reaches the caller.
"""

from functools import partial

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Comment, Post


def comment(queue, post_id, author_id, body, using="default"):
    with transaction.atomic(using=using):
        post = Post.objects.using(using).get(pk=post_id)
        new = Comment.objects.using(using).create(
            post=post, author_id=author_id, body=body, created_at=timezone.now()
        )
        for person_id in {post.author_id, post.editor_id} - {author_id, None}:
            transaction.on_commit(
                partial(queue.send, "tell", new.pk, person_id), using=using, robust=True
            )
    return new.pk
