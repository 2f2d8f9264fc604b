"""Robust callbacks, one for each person: Django logs their errors and calls the others; the person is a default argument."""

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Comment, Post


def comment(queue, post_id, author_id, body, using="default"):
    with transaction.atomic(using=using):
        post = Post.objects.using(using).get(pk=post_id)
        new = Comment.objects.using(using).create(
            post=post, author_id=author_id, body=body, created_at=timezone.now()
        )
        key = new.pk
        for person_id in {post.author_id, post.editor_id} - {int(author_id), None}:
            transaction.on_commit(
                lambda person_id=person_id: queue.send("tell", key, person_id),
                using=using,
                robust=True,
            )
    return key
