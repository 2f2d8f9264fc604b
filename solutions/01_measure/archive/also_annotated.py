"""The name as one more attribute of each post."""

from django.db.models import F

from arena.discuss.models import Post


def archive():
    posts = Post.objects.annotate(name=F("author__username")).only("title").order_by("-pk")
    return [f"{post.title}, by {post.name}" for post in posts.iterator()]
