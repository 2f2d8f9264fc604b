from arena.discuss.models import Post


def _text(post):
    return f"{post.title}, by {post.author.username}"


def archive():
    posts = Post.objects.select_related("author").only("title", "author__username")
    return list(map(_text, posts.order_by("-pk").iterator(chunk_size=100)))
