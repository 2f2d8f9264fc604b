"""people

Within one transaction each person gets one task only, that of the first comment. It shows when a caller's transaction contains
two comments on posts of the same author: the second comment's task is never enqueued.
"""

import logging
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Comment, Post

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tell:
    queue: Any
    comment_id: int = field(compare=False)
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
            waiting = transaction.get_connection(using).run_on_commit
            if not any(callback == tell for _, callback, _ in waiting):  # tell nobody twice
                transaction.on_commit(tell, using=using)
    return new.pk
