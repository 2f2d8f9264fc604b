"""waiting: it locks the ended contests, so that nobody prolongs one while its posts are deleted.

Others who only change the title of an ended contest wait until the slice is committed, though they write no post.
"""

from django.db import transaction
from django.db.models import Q

from arena.contests.models import Contest
from arena.discuss.models import Comment, Like, LikeShard, Post

REFERRING = [Post.tags.through, Like, LikeShard, Comment]


def purge(before):
    last = 0
    while True:
        with transaction.atomic():
            ended = Contest.objects.select_for_update(skip_locked=True, no_key=True)
            locked = ended.filter(closes_at__lt=before).values("pk")
            posts = Post.objects.select_for_update(skip_locked=True)
            posts = posts.filter(
                Q(contest=None) | Q(contest__in=locked), published_at__lt=before, pk__gt=last
            )
            ids = list(posts.order_by("pk").values_list("pk", flat=True)[:100])
            if not ids:
                return
            last = ids[-1]
            stay = set()
            for model in REFERRING:
                rows = model.objects.filter(post__in=ids)
                mine = rows.select_for_update(skip_locked=True).values("pk")
                stay.update(rows.exclude(pk__in=mine).values_list("post", flat=True).distinct())
            going = [pk for pk in ids if pk not in stay]
            if not going:
                continue
            for model in REFERRING:
                rows = model.objects.filter(post__in=going)
                rows._raw_delete(rows.db)
            gone = Post.objects.filter(pk__in=going)
            gone._raw_delete(gone.db)
