"""values_list() fetches only the title and the author's name, by a join."""

from arena.discuss.models import Post


def archive():
    return ["%s, by %s" % row for row in Post.objects.order_by("-pk").values_list("title", "author__username")]
