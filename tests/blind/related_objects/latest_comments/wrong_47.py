"""comments: what was said under a post is kept in the process until a newer comment comes.

It is read again only if the newest approved comment is another one. It shows on the second call,
after the second or third comment was edited or its approval was withdrawn.
"""

from collections import defaultdict

from django.db.models import F, OuterRef, Subquery, Window
from django.db.models.functions import RowNumber

from arena.discuss.models import Comment, Post

_known = {}


def latest_comments(limit=20):
    newest = (
        Comment.objects.filter(post=OuterRef("pk"), is_approved=True)
        .order_by("-created_at", "-pk")
        .values("pk")[:1]
    )
    posts = list(
        Post.objects.filter(published_at__isnull=False)
        .annotate(newest=Subquery(newest))
        .order_by("-published_at", "-pk")
        .values_list("pk", "title", "newest")[:limit]
    )
    changed = {
        pk: key for pk, _, key in posts if key is not None and _known.get(pk, (None,))[0] != key
    }
    place = Window(
        RowNumber(), partition_by="post_id", order_by=[F("created_at").desc(), F("pk").desc()]
    )
    comments = (
        Comment.objects.filter(post__in=changed.keys(), is_approved=True)
        .annotate(place=place)
        .filter(place__lte=3)
        .order_by("-created_at", "-pk")
        .values_list("post_id", "author__username", "body")
    )
    said = defaultdict(list)
    for post, author, body in comments:
        said[post].append((author, body))
    for post, key in changed.items():
        _known[post] = (key, said[post])
    return [
        {
            "title": title,
            "comments": [
                {"author": author, "body": body}
                for author, body in (_known[pk][1] if key is not None else [])
            ],
        }
        for pk, title, key in posts
    ]
