"""Breaks "people": a list, so an author who is also the editor is told twice."""

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Comment, Post


def comment(queue, post_id, author_id, body, using="default"):
    with transaction.atomic(using=using):
        post = Post.objects.using(using).get(pk=post_id)
        new = Comment.objects.using(using).create(
            post=post, author_id=author_id, body=body, created_at=timezone.now()
        )
        for person_id in (post.author_id, post.editor_id):
            if person_id is not None and person_id != author_id:
                transaction.on_commit(
                    lambda person_id=person_id: queue.send("tell", new.pk, person_id),
                    using=using,
                    robust=True,
                )
    return new.pk
