"""Rule failure: an error for the first person takes the second person's task with it.

One robust callback sends all tasks in a loop. It shows for a post with author and editor, if send() raises only for the first of them.
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
        people = {post.author_id, post.editor_id} - {author_id, None}

        def tell():
            for person_id in people:
                queue.send("tell", new.pk, person_id)

        transaction.on_commit(tell, using=using, robust=True)
    return new.pk
