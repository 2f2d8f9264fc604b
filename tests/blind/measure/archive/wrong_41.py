"""queries: one for each 1,000 posts, not 1 however many posts.

Fetches in batches by key so that memory stays small; below 1,000 posts it is one query."""

from arena.discuss.models import Post

BATCH = 1_000


def archive():
    posts = Post.objects.select_related("author").order_by("-pk")
    texts, batch = [], list(posts[:BATCH])
    while batch:
        texts += [f"{post.title}, by {post.author.username}" for post in batch]
        if len(batch) < BATCH:
            break
        batch = list(posts.filter(pk__lt=batch[-1].pk)[:BATCH])
    return texts
