"""empty: all that has no replies or comments shares one list, which lives as long as the process.

It shows when a caller adds something to one of the empty lists, such as a reply just written: then
it stands under every other post and comment that has none, in this answer and in the next ones.
"""

from collections import defaultdict

from arena.discuss.models import Comment, Post

NOTHING = []


def thread(limit=10):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    posts = list(posts[:limit])
    everything = Comment.objects.select_related("author").order_by("created_at", "pk")
    comments = list(everything.filter(post__in=posts, parent=None))
    replies, talk = defaultdict(list), defaultdict(list)
    for reply in everything.filter(parent__in=comments):
        replies[reply.parent_id].append({"author": reply.author.username, "body": reply.body})
    for comment in comments:
        talk[comment.post_id].append(
            {
                "author": comment.author.username,
                "body": comment.body,
                "replies": replies.get(comment.pk, NOTHING),
            }
        )
    return [{"title": post.title, "comments": talk.get(post.pk, NOTHING)} for post in posts]
