"""locked: only the posts are locked with SKIP LOCKED, not the rows that refer to them.

If another transaction has locked a comment, a like, a like shard or a tag link of an old post, purge() waits for it
in the DELETE, and the post goes.
"""

from django.db import transaction
from django.db.models import Q

from arena.contests.models import Contest
from arena.discuss.models import Comment, Like, LikeShard, Post


def purge(before):
    ended = Contest.objects.filter(closes_at__lt=before).values("pk")
    old = Q(contest=None) | Q(contest__in=ended)
    last = 0
    while True:
        with transaction.atomic():
            posts = Post.objects.select_for_update(skip_locked=True)
            posts = posts.filter(old, published_at__lt=before, pk__gt=last).order_by("pk")
            ids = list(posts.values_list("pk", flat=True)[:100])
            if not ids:
                return
            last = ids[-1]
            for model in [Post.tags.through, Like, LikeShard, Comment]:
                rows = model.objects.filter(post__in=ids)
                rows._raw_delete(rows.db)
            gone = Post.objects.filter(pk__in=ids)
            gone._raw_delete(gone.db)
