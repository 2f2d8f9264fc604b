"""rows: other texts when a title has a line break.

The database joins all texts with line breaks to one string, which is split again: a title with a
newline or another of splitlines()'s separators (a pasted U+2028, U+0085) becomes two rows."""

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Value
from django.db.models.functions import Concat

from arena.discuss.models import Post


def archive():
    text = Concat("title", Value(", by "), "author__username")
    posts = Post.objects.aggregate(texts=StringAgg(text, delimiter="\n", order_by="-pk"))
    return (posts["texts"] or "").splitlines()
