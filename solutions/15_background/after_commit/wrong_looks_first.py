"""It looks whether the comment is there, on the only connection that can see it.

Breaks: commit
Fails: answer
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
            if Comment.objects.using(using).filter(pk=new.pk).exists():
                queue.send("tell", new.pk, person_id)
    return new.pk
