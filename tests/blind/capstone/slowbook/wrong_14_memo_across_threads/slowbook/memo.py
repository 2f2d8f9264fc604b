"""What a request has already looked up about its visitor."""

liked = None


def forget():
    """Begin a new request."""
    global liked
    liked = None


def likes_of(person):
    """Return the ids of all posts that a person likes."""
    global liked
    if liked is None:
        liked = set(person.likes.values_list("post_id", flat=True))
    return liked
