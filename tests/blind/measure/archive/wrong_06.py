# Wrong: an author with a first or last name gets the full name in place of the username.
from arena.discuss.models import Post


def archive():
    posts = Post.objects.select_related("author").order_by("-pk")
    return [
        f"{post.title}, by {post.author.get_full_name() or post.author.username}" for post in posts
    ]
