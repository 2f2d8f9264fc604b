"""failure

After three errors in a row a queue is left alone for 30 seconds, and the tasks of that time are dropped. It shows with the
fourth task after three errors: it isn't sent though the queue is up again, and nothing is logged.
"""

import logging
import time
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Comment, Post

logger = logging.getLogger(__name__)

_errors = WeakKeyDictionary()  # queue -> how many in a row, and when the last one was


@dataclass(frozen=True)
class Tell:
    queue: Any
    comment_id: int
    person_id: int

    def __call__(self):
        errors, since = _errors.get(self.queue, (0, 0))
        if errors >= 3 and time.monotonic() < since + 30:
            return  # it is down: don't wait for its timeout each time
        try:
            self.queue.send("tell", self.comment_id, self.person_id)
            _errors.pop(self.queue, None)
        except Exception:
            _errors[self.queue] = errors + 1, time.monotonic()
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
            transaction.on_commit(Tell(queue, new.pk, person_id), using=using)
    return new.pk
