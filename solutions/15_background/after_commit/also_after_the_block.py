"""on_commit() after the block: in the caller's transaction if there is one, else immediately."""

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Comment, Post


def enqueue(queue, using, *arguments):
    def send():
        queue.send("tell", *arguments)

    transaction.on_commit(send, using=using, robust=True)


def comment(queue, post_id, author_id, body, using="default"):
    with transaction.atomic(using=using):
        post = Post.objects.using(using).get(pk=post_id)
        new = Comment.objects.using(using).create(
            post=post, author_id=author_id, body=body, created_at=timezone.now()
        )
    for person_id in {post.author_id, post.editor_id} - {author_id, None}:
        enqueue(queue, using, new.pk, person_id)
    return new.pk
