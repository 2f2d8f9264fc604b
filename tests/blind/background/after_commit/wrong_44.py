"""people

Author and editor are asked one after the other, and nobody looks whether they are the same person. It shows for a post
whose author is its editor too: two tasks for one person.
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
        if post.author_id != int(author_id):
            _tell_after_commit(queue, new.pk, post.author_id, using)
        if post.editor_id is not None and post.editor_id != int(author_id):
            _tell_after_commit(queue, new.pk, post.editor_id, using)
    return new.pk


def _tell_after_commit(queue, comment_id, person_id, using):
    def tell():
        queue.send("tell", comment_id, person_id)

    # Not functools.partial(): it has no __qualname__, which Django puts into the log.
    transaction.on_commit(tell, using=using, robust=True)
