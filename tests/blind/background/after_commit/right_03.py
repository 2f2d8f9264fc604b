"""A factory of closures, and the method of the connection itself."""

from django.db import connections, transaction
from django.utils import timezone

from arena.discuss.models import Comment, Post


def _teller(queue, comment_id, person_id):
    def tell():
        queue.send("tell", comment_id, person_id)

    return tell


def comment(queue, post_id, author_id, body, using="default"):
    with transaction.atomic(using=using):
        post = Post.objects.using(using).get(pk=post_id)
        new = Comment.objects.using(using).create(
            post=post, author_id=author_id, body=body, created_at=timezone.now()
        )
        for person_id in {post.author_id, post.editor_id} - {author_id, None}:
            connections[using].on_commit(_teller(queue, new.pk, person_id), robust=True)
    return new.pk
