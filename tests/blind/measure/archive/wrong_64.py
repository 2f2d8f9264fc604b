"""queries: to save memory, the posts are fetched in batches of 2,000, each with a query of its own.

Up to 1,999 posts need one query; with 2,000 posts or more it is a second one, and so on.
"""

from arena.discuss.models import Post

BATCH = 2000


def archive():
    posts = Post.objects.select_related("author").order_by("-pk")
    texts = []
    batch = list(posts[:BATCH])
    while batch:
        texts += [f"{post.title}, by {post.author.username}" for post in batch]
        if len(batch) < BATCH:
            break
        batch = list(posts.filter(pk__lt=batch[-1].pk)[:BATCH])
    return texts
