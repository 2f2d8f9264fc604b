"""WRONG: objects ("no model instance"). Raw SQL with three columns, but Manager.raw() makes a Post of each row."""

from arena.discuss.models import Post


def link(post):
    return f"/posts/{post.pk}/"


def archive():
    posts = Post.objects.raw(
        """
        SELECT id, title, author_id
        FROM discuss_post
        WHERE published_at IS NOT NULL
        ORDER BY published_at DESC, id DESC
        """
    )
    return [{"link": link(post), "title": post.title, "author": post.author_id} for post in posts]
