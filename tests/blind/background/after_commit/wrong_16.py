"""Wrong, people: who is both the author and the editor of the post gets two tasks."""

import logging
from dataclasses import dataclass
from typing import Any

from django.db import connections, transaction
from django.utils import timezone

from arena.discuss.models import Comment, Post

log = logging.getLogger("arena.discuss")


@dataclass(frozen=True)
class Telling:
    queue: Any
    comment_id: int
    person_id: int
    using: str

    def is_committed(self):
        return Comment.objects.using(self.using).filter(pk=self.comment_id).exists()

    def send(self):
        try:
            if self.is_committed():
                self.queue.send("tell", self.comment_id, self.person_id)
        except Exception:
            log.error("tell(%s, %s)", self.comment_id, self.person_id, exc_info=True)


def comment(queue, post_id, author_id, body, using="default"):
    author_id = int(author_id)
    with transaction.atomic(using):
        posts = Post.objects.using(using).values_list("author_id", "editor_id")
        people = posts.get(pk=post_id)
        comment_id = (
            Comment.objects.using(using)
            .create(post_id=post_id, author_id=author_id, body=body, created_at=timezone.now())
            .pk
        )
        for person_id in people:
            if person_id is not None and person_id != author_id:
                telling = Telling(queue, comment_id, person_id, using)
                connections[using].on_commit(telling.send)
    return comment_id
