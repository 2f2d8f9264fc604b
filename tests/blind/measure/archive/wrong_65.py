"""queries: the line for the log counts the posts with a query of its own.

count() is called before the queryset is evaluated, so each call sends two queries, even with no posts.
"""

import logging

from arena.discuss.models import Post

logger = logging.getLogger(__name__)


def archive():
    posts = Post.objects.select_related("author").only("title", "author__username").order_by("-pk")
    logger.debug("The archive has %d posts", posts.count())
    return [f"{post.title}, by {post.author.username}" for post in posts]
