"""Rule people: one person gets both tasks, and the other one none.

The lambdas all read person_id after the loop. It shows for a post with an author and an editor, when a third person comments.
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
        for person_id in {post.author_id, post.editor_id} - {author_id, None}:
            transaction.on_commit(
                lambda: queue.send("tell", new.pk, person_id), using=using, robust=True
            )
    return new.pk
