"""The ORM alone: the rows that are free are locked in a subquery."""

from itertools import chain

from django.db import transaction
from django.db.models import Q

from arena.discuss.models import Comment, Like, LikeShard, Post

TagLink = Post.tags.through


def delete(rows):
    """Delete in one statement. Comment.delete() would fetch them, because of the replies."""
    return rows._raw_delete(rows.db)


def busy(model, ids):
    """Lock the rows of the posts; return the posts with a row that another transaction has locked."""
    rows = model.objects.filter(post_id__in=ids).order_by()
    free = rows.select_for_update(skip_locked=True).values("pk")
    return rows.exclude(pk__in=free).values_list("post_id", flat=True).distinct()


def purge(before):
    over = Q(contest=None) | Q(contest__closes_at__lt=before)
    last = 0
    while True:
        with transaction.atomic():
            locked = (
                Post.objects.select_for_update(skip_locked=True, of=("self",))
                .filter(over, published_at__lt=before, pk__gt=last)
                .order_by("pk")
                .only("pk")[:100]
            )
            ids = [post.pk for post in locked]
            if not ids:
                break
            last = ids[-1]
            models = (Comment, Like, LikeShard, TagLink)
            spared = set(chain.from_iterable(busy(model, ids) for model in models))
            gone = [pk for pk in ids if pk not in spared]
            if not gone:
                continue
            delete(Comment.objects.filter(post_id__in=gone))
            Like.objects.filter(post_id__in=gone).delete()
            LikeShard.objects.filter(post_id__in=gone).delete()
            TagLink.objects.filter(post_id__in=gone).delete()
            delete(Post.objects.filter(pk__in=gone))
