"""Names that are cached at module level are old after a person is renamed.

Breaks: rows
Fails: answer
"""

from arena.accounts.models import User
from arena.discuss.models import Post

NAMES = {}


def archive():
    if not NAMES:
        NAMES.update(User.objects.values_list("pk", "username"))
    posts = Post.objects.order_by("-pk")
    return [f"{post.title}, by {NAMES[post.author_id]}" for post in posts]
