# Wrong: batches of 500: one query only with fewer than 500 posts, then more as posts are added.
from arena.discuss.models import Post

SIZE = 500


def archive():
    posts = Post.objects.order_by("-pk").select_related("author")
    lines = []
    start = 0
    while True:
        batch = list(posts[start : start + SIZE])
        lines += [f"{post.title}, by {post.author.username}" for post in batch]
        if len(batch) < SIZE:
            return lines
        start += SIZE
