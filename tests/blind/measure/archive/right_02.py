from arena.discuss.models import Post


def archive():
    rows = Post.objects.order_by("-pk").values_list("title", "author__username")
    return ["{}, by {}".format(*row) for row in rows]
