"""Wrong, failure: after an error for the first person, the second one is never told."""

import logging

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Comment, Post

logger = logging.getLogger(__name__)


def comment(queue, post_id, author_id, body, using="default"):
    with transaction.atomic(using=using):
        post = Post.objects.using(using).only("author", "editor").get(pk=post_id)
        new = Comment.objects.using(using).create(
            post=post, author_id=author_id, body=body, created_at=timezone.now()
        )
        key = new.pk
        people = {post.author_id, post.editor_id}
        people.discard(None)
        people.discard(int(author_id))

        def tell_everybody():
            # After a ROLLBACK TO SAVEPOINT of the caller's own there is no such comment.
            if not Comment.objects.using(using).filter(pk=key).exists():
                return
            try:
                for person_id in sorted(people):
                    queue.send("tell", key, person_id)
            except Exception:
                logger.exception("Not everybody will hear of comment %s", key)

        if people:
            transaction.on_commit(tell_everybody, using=using, robust=True)
    return key
