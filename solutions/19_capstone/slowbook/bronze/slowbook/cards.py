"""Posts as lists show them: a fixed number of queries for any number of posts."""

from django.db.models import Count

from slowbook import markup
from slowbook.models import Attempt, Comment, Like


def cards(posts, person):
    """Return posts with all that a card shows of them.

    Args:
        posts: a queryset, which may be a slice.
        person: the visitor.
    """
    found = list(posts.select_related("author", "contest").prefetch_related("tags"))
    keys = [post.id for post in found]
    likes, comments, attempts = (numbers(model, keys) for model in (Like, Comment, Attempt))
    liked = liked_among(keys, person)
    names = markup.names_in(post.text for post in found)
    for post in found:
        post.like_count = likes.get(post.id, 0)
        post.comment_count = comments.get(post.id, 0)
        post.attempt_count = attempts.get(post.id, 0)
        post.is_liked = post.id in liked
        html = markup.render(post.text, names)
        post.excerpt, post.minutes = markup.excerpt(html), markup.minutes(html)
    return found


def numbers(model, keys):
    """Return how many rows of a model each post has."""
    rows = model.objects.filter(post__in=keys).values_list("post")
    return dict(rows.annotate(Count("id")))


def liked_among(keys, person):
    """Return which of some posts a person likes."""
    if not person.is_authenticated:
        return set()
    return set(person.likes.filter(post__in=keys).values_list("post", flat=True))
