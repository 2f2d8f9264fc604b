"""comments: the second statement looks for the newest posts again, and may find other ones.

post__in gets the sliced queryset, a subquery, not the posts that were read. It shows when a post is
published between the two statements: the last shown post loses its comments, and those of a post
that is not shown are fetched.
"""

from collections import defaultdict

from arena.discuss.models import Comment, Post


def queue(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")[:limit]
    titles = list(posts.values_list("pk", "title"))
    comments = (
        Comment.objects.filter(post__in=posts, is_approved=False)
        .select_related("author")
        .order_by("-created_at", "-pk")
    )
    waiting = defaultdict(list)
    for comment in comments:
        waiting[comment.post_id].append(
            {"author": comment.author.username, "body": comment.body}
        )
    return [
        {"title": title, "waiting": len(waiting[pk]), "comments": waiting[pk]}
        for pk, title in titles
    ]
