"""Breaks "failure": one robust callback for all people, so the first error also keeps the second
task from being enqueued.
"""

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Comment, Post


def comment(queue, post_id, author_id, body, using="default"):
    with transaction.atomic(using=using):
        post = Post.objects.using(using).get(pk=post_id)
        new = Comment.objects.using(using).create(
            post=post, author_id=author_id, body=body, created_at=timezone.now()
        )

        def tell():
            for person_id in {post.author_id, post.editor_id} - {author_id, None}:
                queue.send("tell", new.pk, person_id)

        transaction.on_commit(tell, using=using, robust=True)
    return new.pk
