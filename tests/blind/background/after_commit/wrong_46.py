"""commit

Outside of atomic() the tasks are sent at once, as if nothing were open. It shows for a caller who has called
transaction.set_autocommit(False): the comment isn't committed yet when its tasks are enqueued, and maybe never is.
"""

import logging
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Comment, Post

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tell:
    queue: Any
    comment_id: int
    person_id: int

    def __call__(self):
        try:
            self.queue.send("tell", self.comment_id, self.person_id)
        except Exception:
            logger.exception(
                "Person %s will not hear of comment %s.", self.person_id, self.comment_id
            )


def comment(queue, post_id, author_id, body, using="default"):
    with transaction.atomic(using=using):
        post = Post.objects.using(using).get(pk=post_id)
        new = Comment(post=post, author_id=int(author_id), body=body, created_at=timezone.now())
        new.save(using=using, force_insert=True)
        people = {post.author_id, post.editor_id}
        people.discard(None)
        people.discard(new.author_id)
    for person_id in sorted(people):
        tell = Tell(queue, new.pk, person_id)
        if transaction.get_connection(using).in_atomic_block:
            transaction.on_commit(tell, using=using)
        else:
            tell()  # it is committed
    return new.pk
