"""queries: the raw query joins the authors, but raw() does not fill post.author from the join.

post.author is a query for each post, as before; two posts show it.
"""

from arena.discuss.models import Post


def archive():
    posts = Post.objects.raw(
        "SELECT discuss_post.*, accounts_user.username FROM discuss_post "
        "JOIN accounts_user ON accounts_user.id = discuss_post.author_id ORDER BY discuss_post.id DESC"
    )
    return [f"{post.title}, by {post.author.username}" for post in posts]
