"""The task gets copies of the rows: large, and out of date when it runs.

Breaks: keys
Fails: keys
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
        for person in {post.author, post.editor} - {None}:
            if person.pk != author_id:
                transaction.on_commit(
                    lambda person=person: queue.send("tell", new, person), using=using, robust=True
                )
    return new.pk
