"""rows: the last call's comments are shown again while their number and highest id stay the same.

A comment whose text was changed, or whose author was renamed, leaves both as they are. It shows on
the second call, after such a change.
"""

from collections import defaultdict

from django.db.models import Count, Max

from arena.discuss.models import Comment, Post

_last = (None, None)


def queue(limit=50):
    global _last
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    titles = list(posts.values_list("pk", "title")[:limit])
    comments = Comment.objects.filter(post__in=[pk for pk, _ in titles], is_approved=False)
    state = comments.aggregate(number=Count("pk"), highest=Max("pk"))
    key = (tuple(titles), state["number"], state["highest"])
    known, waiting = _last
    if known != key:
        waiting = defaultdict(list)
        for comment in comments.select_related("author").order_by("-created_at", "-pk"):
            waiting[comment.post_id].append((comment.author.username, comment.body))
        _last = (key, waiting)
    return [
        {
            "title": title,
            "waiting": len(waiting.get(pk, ())),
            "comments": [
                {"author": author, "body": body} for author, body in waiting.get(pk, ())
            ],
        }
        for pk, title in titles
    ]
