"""Wrong, failure: a partial has no __qualname__, which Django 5.2 needs to log an error of a robust callback.

If queue.send() raises, an AttributeError reaches the caller, and other callbacks are lost."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Comment, Post


def tell(queue, comment_id, person_id, using):
    if Comment.objects.using(using).filter(pk=comment_id).exists():
        queue.send("tell", comment_id, person_id)


def comment(queue, post_id, author_id, body, using="default"):
    with transaction.atomic(using=using):
        post = Post.objects.using(using).get(pk=post_id)
        new = Comment.objects.using(using).create(
            post=post, author_id=author_id, body=body, created_at=timezone.now()
        )
        for person_id in {post.author_id, post.editor_id} - {int(author_id), None}:
            task = partial(tell, queue, new.pk, person_id, using)
            transaction.on_commit(task, using=using, robust=True)
    return new.pk
