"""Wrong, commit: with another connection than the default one, tasks wait for the default one's commit.

If that is in no transaction, they are sent at once, before the comment is committed.
"""

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Comment, Post


def telling(queue, comment_id, person_id, using):
    def tell():
        if Comment.objects.using(using).filter(pk=comment_id).exists():
            queue.send("tell", comment_id, person_id)

    return tell


def comment(queue, post_id, author_id, body, using="default"):
    with transaction.atomic(using=using):
        post = Post.objects.using(using).get(pk=post_id)
        new = Comment.objects.using(using).create(
            post=post, author_id=author_id, body=body, created_at=timezone.now()
        )
        for person_id in {post.author_id, post.editor_id} - {int(author_id), None}:
            tell = telling(queue, new.pk, person_id, using)
            transaction.on_commit(tell, robust=True)
    return new.pk
