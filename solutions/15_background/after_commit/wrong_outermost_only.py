"""Functions on the connection's own list, without the savepoints that they belong to.

Breaks: rollback
Fails: rollback
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
        for person_id in {post.author_id, post.editor_id} - {author_id, None}:
            connections[using].run_on_commit.append(
                (
                    set(),
                    lambda person_id=person_id: queue.send("tell", new.pk, person_id),
                    True,
                )
            )
    return new.pk
