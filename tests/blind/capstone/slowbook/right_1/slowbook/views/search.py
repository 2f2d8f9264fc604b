"""The search."""

from django.db import connection
from django.shortcuts import render

from slowbook.lists import cards, with_cards
from slowbook.models import Post

SHOWN = 20

# The `upper` makes it the same as `icontains`, and lets a trigram index help.
FIND = """
SELECT id, min(place) AS place FROM (
    SELECT id, 0 AS place FROM slowbook_post WHERE upper(title) LIKE upper(%(like)s)
    UNION ALL
    SELECT id, 1 FROM slowbook_post WHERE upper(text) LIKE upper(%(like)s)
    UNION ALL
    SELECT post_id, 2 FROM slowbook_comment WHERE upper(text) LIKE upper(%(like)s)
) found GROUP BY id ORDER BY place, id DESC
"""


def search(request):
    """Show posts that contain what a visitor types: in the title, in the text or in a comment."""
    asked = request.GET.get("q", "").replace("\0", "").strip()[:100]
    ids = find(asked) if asked else []
    shown = ids[:SHOWN]
    by_id = {}
    if shown:
        posts = with_cards(Post.objects.filter(id__in=shown))
        by_id = {post.id: post for post in cards(posts, request.user)}
    found = [by_id[key] for key in shown]
    return render(request, "search.html", {"asked": asked, "total": len(ids), "found": found})


def find(asked):
    """Return the ids of posts: matching titles first, then texts, then comments; then newest."""
    like = asked.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    with connection.cursor() as cursor:
        cursor.execute(FIND, {"like": f"%{like}%"})
        return [key for key, _ in cursor.fetchall()]
