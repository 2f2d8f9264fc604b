"""The discussion page is slow, and every new comment makes it slower.

A moderator reads the newest posts with their comments and replies. Ten posts with a few comments
each need a hundred queries.

Change thread() so that the number of queries does not grow with posts, comments or replies.

Rules:
- rows: keys and values stay the same: at most `limit` published posts, newest first; ties go to the
  higher id.
- comments: those without a parent, approved or not, oldest first; ties go to the smaller id.
- replies: under their comment, in the same order; no reply has replies.
- empty: what has no comments or replies has an empty list.

Allowed:
- queries: at most 8, however much there is.
- fetched: only what is shown; for 5 posts with one comment and one reply each, at most 60 rows.
"""

from arena.discuss.models import Post


def thread(limit=10):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    rows = []
    for post in posts[:limit]:
        comments = []
        # TODO: each turn of this loop asks for an author, for replies, and for their authors.
        for comment in post.comments.filter(parent=None).order_by("created_at", "pk"):
            replies = [
                {"author": reply.author.username, "body": reply.body}
                for reply in comment.replies.order_by("created_at", "pk")
            ]
            comments.append(
                {"author": comment.author.username, "body": comment.body, "replies": replies}
            )
        rows.append({"title": post.title, "comments": comments})
    return rows
