"""Each night a job deletes old posts in one transaction, and visitors wait for minutes.

delete() fetches all posts and comments, to cascade.

Change purge(before).

Rules:
- old: posts published earlier than `before` go, with their comments, likes, like shards and tag
  links.
- stays: all else, also posts about a contest that closes at `before` or later.
- slices: a transaction deletes rows of at most 100 posts.
- meantime: others write while purge() runs. A post that is published anew stays whole. purge()
  raises nothing.
- locked: a post stays until the next call if another transaction has locked it, or a row that
  refers to it. purge() doesn't wait.
- waiting: others wait only if they write an old post.
- killed: it may be killed anywhere, and called again.

Allowed:
- queries: at most 100 for 300 posts.
- fetched: at most 350 rows for these.
"""

from django.db.models import Q

from arena.discuss.models import Post


def purge(before):
    over = Q(contest=None) | Q(contest__closes_at__lt=before)
    # TODO: one transaction for all posts, and what refers to them is looked up in Python.
    Post.objects.filter(over, published_at__lt=before).delete()
