"""fetched: Django's delete() fetches every comment and every post of the slice to cascade.

The locks are right, but with 300 posts that have a few comments each it fetches far more than 350 rows.
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
            stay = set()
            for model in [Post.tags.through, Like, LikeShard, Comment]:
                rows = model.objects.filter(post__in=ids)
                mine = rows.select_for_update(skip_locked=True).values("pk")
                stay.update(rows.exclude(pk__in=mine).values_list("post", flat=True).distinct())
            Post.objects.filter(pk__in=[pk for pk in ids if pk not in stay]).delete()
