"""Lists of posts: their cards come from Valkey."""

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from slowbook import store
from slowbook.models import Like, Post

COUNTS = ("id", "like_count", "comment_count", "attempt_count")
LIKED = '<b class="liked">You like this.</b>'


def name_of(row):
    return "card:{}:{}:{}:{}".format(*row)


def cards(posts, user):
    """Return the cards of posts as HTML: one query for the counters, one request to Valkey."""
    rows = list(posts.values_list(*COUNTS))
    if not rows:
        return ""
    missing = {}

    def make(row):
        """Render a card. All that are missing are loaded together."""
        if not missing:
            found = Post.objects.filter(id__in=[it[0] for it in rows])
            missing.update({it.id: it for it in found.select_related("author", "contest")})
        post = missing[row[0]]
        # The key promises these numbers.
        _, post.like_count, post.comment_count, post.attempt_count = row
        names = store.tag_names()
        context = {
            "post": post,
            "flags": store.flags(),
            "tags": [{"slug": slug, "name": names[slug]} for slug in post.tag_slugs],
        }
        return str(render_to_string("_card.html", context))

    pieces = store.get_many({name_of(row): row for row in rows}, make)
    liked = set()
    if user.is_authenticated and store.flags().get("likes"):
        keys = [row[0] for row in rows]
        liked = set(Like.objects.filter(person=user, post__in=keys).values_list("post_id", flat=True))
    return mark_safe(
        "".join(
            piece.replace("<!--liked-->", LIKED if row[0] in liked else "", 1)
            for row, piece in zip(rows, pieces, strict=True)
        )
    )
