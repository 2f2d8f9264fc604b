"""Posts as lists show them: a fixed number of queries for any number of posts."""


def cards(posts, person):
    """Return posts with all that a card shows of them.

    Args:
        posts: a queryset, which may be a slice.
        person: the visitor.
    """
    found = posts.select_related("author", "contest").prefetch_related("tags")
    found = list(found.defer("text", "html", "author__bio", "contest__text"))
    liked = liked_among([post.id for post in found], person)
    for post in found:
        post.is_liked = post.id in liked
    return found


def liked_among(keys, person):
    """Return which of some posts a person likes."""
    if not person.is_authenticated:
        return set()
    return set(person.likes.filter(post__in=keys).values_list("post", flat=True))
