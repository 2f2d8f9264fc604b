"""durable=True makes sure that the block's end is a commit, and callers get a RuntimeError.

Breaks: commit
Fails: caller
"""

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Comment, Post


def comment(queue, post_id, author_id, body, using="default"):
    with transaction.atomic(using=using, durable=True):
        post = Post.objects.using(using).get(pk=post_id)
        new = Comment.objects.using(using).create(
            post=post, author_id=author_id, body=body, created_at=timezone.now()
        )
        for person_id in {post.author_id, post.editor_id} - {author_id, None}:
            # A default keeps this key: without it, each lambda would look up the last one.
            transaction.on_commit(
                lambda person_id=person_id: queue.send("tell", new.pk, person_id),
                using=using,
                robust=True,
            )
    return new.pk
