# Wrong: the join to tags repeats a post's row for each of its tags, if it has two or more.
from arena.discuss.models import Post


def archive():
    rows = Post.objects.order_by("-pk").values_list("title", "author__username", "tags__name")
    return [f"{title}, by {username}" for title, username, _ in rows]
