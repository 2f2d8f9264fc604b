"""Some people never hear of a comment: the task looked for it before it was committed.

comment() tells the post's author and editor: queue.send("tell", comment_id, person_id). A worker
begins a task immediately, on a connection of its own. queue.send() can raise any Exception.

Change comment() so that each task finds its comment, and a queue that is down harms nobody.

Rules:
- commit: tasks are enqueued immediately after the commit on the connection `using`. In a caller's
  transaction, that commit counts.
- rollback: then nothing is enqueued, also if the caller rolls back an inner atomic().
- people: the author and the editor, without the commenter; a task for each.
- keys: a task gets two integers.
- failure: if queue.send() raises, comment() returns the key as usual, its caller goes on, and other
  tasks and callbacks run.
- log: each such error is logged at level ERROR.
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
        # TODO: a worker looks for the comment now, and nothing is committed yet.
        for person_id in {post.author_id, post.editor_id} - {author_id, None}:
            queue.send("tell", new.pk, person_id)
    return new.pk
