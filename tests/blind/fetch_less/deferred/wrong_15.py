"""Wrong (queries): fetches the teasers of 25 posts at a time. Three queries for a page of 50, and more for
a longer one."""

from django.db.models.functions import Left

from arena.discuss.models import Post

BATCH = 25


def cards(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    shown = list(posts.defer("body")[:limit])
    teasers = {}
    for start in range(0, len(shown), BATCH):
        keys = [post.pk for post in shown[start : start + BATCH]]
        batch = Post.objects.filter(pk__in=keys).values_list("pk", Left("body", 100))
        teasers.update(batch)
    return [
        {
            "title": post.title,
            "teaser": teasers[post.pk],
            "kept_likes": post.kept_likes,
            "edited": post.editor_id is not None,
        }
        for post in shown
    ]
