"""Wrong, people: each callback looks at the loop's last person, who is told twice, the other never.

That is so if the author and the editor are two people, and neither is the commenter."""

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Comment, Post


def comment(queue, post_id, author_id, body, using="default"):
    with transaction.atomic(using=using):
        post = Post.objects.using(using).get(pk=post_id)
        new = Comment.objects.using(using).create(
            post=post, author_id=author_id, body=body, created_at=timezone.now()
        )
        for person_id in {post.author_id, post.editor_id} - {int(author_id), None}:

            def tell():
                if Comment.objects.using(using).filter(pk=new.pk).exists():
                    queue.send("tell", new.pk, person_id)

            transaction.on_commit(tell, using=using, robust=True)
    return new.pk
