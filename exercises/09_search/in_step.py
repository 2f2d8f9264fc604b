"""Search finds titles that were rolled back, and misses committed ones.

rename() and delete() call the engine before the commit, and nobody repairs the index.

Change this file so that the index "posts" follows the commits. Use
arena.search.models.Change for notes.

Rules:
- commit: after it, also the caller's, the index has the title, or no longer the post.
- rollback: until the commit, and after a rollback, the index is unchanged.
- down: if the engine raises SearchError, the change is committed without an error.
- lost: catch_up(engine) repairs what an engine that was down, or a process killed anywhere,
  left behind.
- together: also when calls overlap in time.
- locks: others can change any post while the engine is called.
- unknown: posts that don't exist get no document.

Allowed:
- catch_up: sends only posts that changed; at most 10 queries and 5 engine calls for 200.
"""

from django.db import transaction

from arena.discuss.models import Post


@transaction.atomic
def rename(engine, post_id, title):
    if Post.objects.filter(pk=post_id).update(title=title):
        # TODO: not committed yet, and nobody will know that the index lacks it.
        engine.put("posts", {post_id: title})


@transaction.atomic
def delete(engine, post_id):
    Post.objects.filter(pk=post_id).delete()
    engine.remove("posts", [post_id])


def catch_up(engine):
    """Cron runs this every minute."""
