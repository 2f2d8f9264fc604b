"""Right: a robust callback for each person, which looks whether the comment was committed.

on_commit() forgets what belongs to an atomic() block that is rolled back, but not what follows a
transaction.savepoint() of the caller's own. So the callback looks.
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
            transaction.on_commit(tell, using=using, robust=True)
    return new.pk
