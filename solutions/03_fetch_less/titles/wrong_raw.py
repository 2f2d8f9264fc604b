"""raw() is SQL with three columns, and gives an object for every row.

Breaks: objects
Fails: work
"""

from arena.discuss.models import Post

SQL = """
    SELECT id, title, author_id FROM discuss_post
    WHERE published_at IS NOT NULL
    ORDER BY published_at DESC, id DESC
"""


def archive():
    return [
        {"link": f"/posts/{post.pk}/", "title": post.title, "author": post.author_id}
        for post in Post.objects.raw(SQL)
    ]
