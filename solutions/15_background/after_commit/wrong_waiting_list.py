"""Tasks wait in a list, which a rollback does not empty: the next comment enqueues them.

Breaks: rollback
Fails: rollback
"""

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Comment, Post

waiting = []


def send_all(queue):
    while waiting:
        queue.send("tell", *waiting.pop())


def comment(queue, post_id, author_id, body, using="default"):
    with transaction.atomic(using=using):
        post = Post.objects.using(using).get(pk=post_id)
        new = Comment.objects.using(using).create(
            post=post, author_id=author_id, body=body, created_at=timezone.now()
        )
        for person_id in {post.author_id, post.editor_id} - {author_id, None}:
            waiting.append((new.pk, person_id))
        transaction.on_commit(lambda: send_all(queue), using=using, robust=True)
    return new.pk
