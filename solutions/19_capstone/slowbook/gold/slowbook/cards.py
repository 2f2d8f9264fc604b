"""Posts as lists show them: a fixed number of queries for any number of posts."""


def cards(posts):
    """Return posts with all that a card shows of them, the same for everybody.

    Args:
        posts: a queryset, which may be a slice.
    """
    found = posts.select_related("author", "contest").prefetch_related("tags")
    return list(found.defer("text", "html", "author__bio", "contest__text"))


def names_of(posts):
    """Return the names by which `moment` knows posts."""
    return [f"post:{post.id}" for post in posts]


def liked_among(keys, person):
    """Return which of some posts a person likes."""
    if not person.is_authenticated:
        return set()
    return set(person.likes.filter(post__in=keys).values_list("post", flat=True))
