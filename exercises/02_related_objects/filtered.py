"""The moderators' page has a prefetch, and would be faster without it.

Moderators of Arena work through the newest published posts: each with the comments that nobody has
approved yet, the newest first, who wrote them, and how many there are. A developer saw the queries
and added prefetch_related("comments__author"). Now the page fetches every comment of every post,
throws them all away, and still sends queries for each post. A popular post has a hundred
approved comments for one that waits.

Change queue() so that the number of queries stays the same however many posts and comments there
are, and so that it fetches no more than it shows.

Allowed: at most 5 queries. Of comments, only those that wait on the posts that are shown may reach
Python: no approved ones, and none of other posts. The rows stay as they are: the newest posts
first (of equal ones the higher id), at most `limit` of them; under "waiting" the number of
unapproved comments, replies counted too, and under "comments" each of them with "author" (the
username) and "body", the newest first (of equal ones the higher id). A post on which nothing waits
is shown with 0 and an empty list.
"""

from arena.discuss.models import Post


def queue(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    rows = []
    for post in posts.prefetch_related("comments__author")[:limit]:
        # TODO: see which queries come from these lines, although the comments were prefetched.
        waiting = post.comments.filter(is_approved=False).order_by("-created_at", "-pk")
        rows.append(
            {
                "title": post.title,
                "waiting": waiting.count(),
                "comments": [{"author": c.author.username, "body": c.body} for c in waiting],
            }
        )
    return rows
