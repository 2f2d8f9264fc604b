"""In the caller's transaction nobody is told at all.

Breaks: commit
Fails: caller
"""

from django.db import connections, transaction
from django.utils import timezone

from arena.discuss.models import Comment, Post


def comment(queue, post_id, author_id, body, using="default"):
    with transaction.atomic(using=using):
        post = Post.objects.using(using).get(pk=post_id)
        new = Comment.objects.using(using).create(
            post=post, author_id=author_id, body=body, created_at=timezone.now()
        )
    if connections[using].in_atomic_block:
        return new.pk
    for person_id in {post.author_id, post.editor_id} - {author_id, None}:
        transaction.on_commit(
            lambda person_id=person_id: queue.send("tell", new.pk, person_id),
            using=using,
            robust=True,
        )
    return new.pk
