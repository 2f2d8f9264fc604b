"""queries: the replies are asked for in batches of 500 comments, so they grow with the comments.

No statement shall have too many parameters. It shows with more than 3,000 comments on the shown
posts: nine queries and more.
"""

from collections import defaultdict

from arena.discuss.models import Comment, Post

BATCH = 500


def thread(limit=10):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    posts = list(posts[:limit])
    everything = Comment.objects.select_related("author").order_by("created_at", "pk")
    comments = list(everything.filter(post__in=posts, parent=None))
    replies = defaultdict(list)
    for start in range(0, len(comments), BATCH):
        for reply in everything.filter(parent__in=comments[start : start + BATCH]):
            replies[reply.parent_id].append({"author": reply.author.username, "body": reply.body})
    talk = defaultdict(list)
    for comment in comments:
        talk[comment.post_id].append(
            {
                "author": comment.author.username,
                "body": comment.body,
                "replies": replies[comment.pk],
            }
        )
    return [{"title": post.title, "comments": talk[post.pk]} for post in posts]
