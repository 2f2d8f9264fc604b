"""Breaks "keys": the worker gets the comment itself and not its key."""

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Comment, Post


def comment(queue, post_id, author_id, body, using="default"):
    with transaction.atomic(using=using):
        post = Post.objects.using(using).get(pk=post_id)
        new = Comment.objects.using(using).create(
            post=post, author_id=author_id, body=body, created_at=timezone.now()
        )

        def tell(person_id):
            transaction.on_commit(
                lambda: queue.send("tell", new, person_id), using=using, robust=True
            )

        for person_id in {post.author_id, post.editor_id} - {author_id, None}:
            tell(person_id)
    return new.pk
