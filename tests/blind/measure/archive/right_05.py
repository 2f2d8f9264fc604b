from django.contrib.auth import get_user_model
from django.db.models import OuterRef, Subquery

from arena.discuss.models import Post


def archive():
    users = get_user_model().objects.filter(pk=OuterRef("author_id"))
    posts = (
        Post.objects.only("title")
        .annotate(author_name=Subquery(users.values("username")[:1]))
        .order_by("-pk")
    )
    return [f"{post.title}, by {post.author_name}" for post in posts]
