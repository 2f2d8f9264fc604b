"""RIGHT: a beginner's loop over values(); the path is written a second time instead of link()."""

from arena.discuss.models import Post


def link(post):
    return f"/posts/{post.pk}/"


def archive():
    posts = Post.objects.exclude(published_at=None)
    posts = posts.order_by("-published_at", "-id")
    posts = posts.values("id", "title", "author")
    result = []
    for post in posts:
        line = {}
        line["link"] = "/posts/" + str(post["id"]) + "/"
        line["title"] = post["title"]
        line["author"] = post["author"]
        result.append(line)
    return result
