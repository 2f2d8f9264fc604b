"""RIGHT: a beginner's: no clever helpers, on_commit() for one post, catch_up() for all; both look again after sending."""

from django.db import transaction

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change


def title_of(post_id):
    return Post.objects.filter(pk=post_id).values_list("title", flat=True).first()


def send_one(engine, change_id, post_id):
    try:
        with transaction.atomic():
            # The lock is on my note, not on the post: catch_up() leaves it alone while I send.
            change = Change.objects.select_for_update().filter(pk=change_id).first()
            if change is None:
                return  # catch_up() has sent it
            while True:
                title = title_of(post_id)
                if title is None:
                    engine.remove("posts", [post_id])
                else:
                    engine.put("posts", {post_id: title})
                if title_of(post_id) == title:
                    break
            change.delete()
    except SearchError:
        return


def rename(engine, post_id, title):
    with transaction.atomic():
        updated = Post.objects.filter(pk=post_id).update(title=title)
        if updated == 0:
            return
        change = Change.objects.create(post_id=post_id)
        transaction.on_commit(lambda: send_one(engine, change.pk, post_id))


def delete(engine, post_id):
    with transaction.atomic():
        Post.objects.filter(pk=post_id).delete()
        change = Change(post_id=post_id)
        change.save()
        key = change.pk
        transaction.on_commit(lambda: send_one(engine, key, post_id))


def catch_up(engine):
    """Cron runs this every minute."""
    try:
        with transaction.atomic():
            changes = list(Change.objects.select_for_update(skip_locked=True).order_by("pk"))
            post_ids = set()
            for change in changes:
                post_ids.add(change.post_id)
            old = None
            while post_ids:
                new = {}
                for post in Post.objects.filter(pk__in=post_ids).only("title"):
                    new[post.pk] = post.title
                if new == old:
                    break
                if new:
                    engine.put("posts", new)
                gone = [post_id for post_id in post_ids if post_id not in new]
                if gone:
                    engine.remove("posts", gone)
                old = new
            Change.objects.filter(pk__in=[change.pk for change in changes]).delete()
    except SearchError:
        return
