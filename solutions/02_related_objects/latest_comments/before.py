"""The list of posts shows what was said last, and asks for it post by post.

A visitor of Arena reads the list of posts. Under each post stand its newest three comments, so
that people see where the talk is. The page asks for those three once for every post. Somebody
fetched the comments of all posts at once instead, and the page became slower still: a few posts
have thousands of comments, and three are shown.

Change latest_comments() so that the number of queries stays the same however many posts there
are, and so that a post with a thousand comments sends no more of them than one with three.

Allowed: at most 8 queries. For a page of 10 posts, one of them with 1,000 long comments, at most
130 rows and 500 KiB of memory, on a site of 100 posts. Inside the database the plans may handle at
most 15 times as many rows as the starter's (on SQLite: take 15 times as many steps).

The result stays as it is: the same keys, the same values, the posts newest first. Each has its
newest three approved comments, the newest first; of two from the same moment, the one with the
larger key counts as newer. A reply is a comment of its post like any other. A post with fewer
than three has fewer, and one with none has an empty list. A site without posts has an empty list.
"""

from arena.discuss.models import Post


def latest_comments(limit=20):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    rows = []
    for post in posts[:limit]:
        # TODO: this asks the database once for every post. Ask once for all of them.
        comments = post.comments.filter(is_approved=True).select_related("author")
        newest = comments.order_by("-created_at", "-pk")[:3]
        said = [{"author": comment.author.username, "body": comment.body} for comment in newest]
        rows.append({"title": post.title, "comments": said})
    return rows
