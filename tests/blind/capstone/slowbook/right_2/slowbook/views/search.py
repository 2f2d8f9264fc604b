"""The search."""

from django.shortcuts import render

from slowbook.lists import cards
from slowbook.models import Post
from slowbook.ranking import rows_of

SHOWN = 20

# The `upper` makes it the same as `icontains`, and lets a trigram index help.
FIND = """
SELECT id FROM (
    SELECT id, 0 AS place FROM slowbook_post WHERE upper(title) LIKE upper(%(like)s)
    UNION ALL
    SELECT id, 1 FROM slowbook_post WHERE upper(text) LIKE upper(%(like)s)
    UNION ALL
    SELECT post_id, 2 FROM slowbook_comment WHERE upper(text) LIKE upper(%(like)s)
) found GROUP BY id ORDER BY min(place), id DESC
"""


def search(request):
    """Show posts that contain what a visitor types: in the title, in the text or in a comment."""
    asked = request.GET.get("q", "").replace("\0", "").strip()[:100]
    ids = find(asked) if asked else []
    shown = ids[:SHOWN]
    found = cards(InOrder(shown), request.user) if shown else ""
    return render(request, "search.html", {"asked": asked, "total": len(ids), "cards": found})


class InOrder:
    """Posts in the order of their ids in a list."""

    def __init__(self, ids):
        self.ids = ids

    def values_list(self, *fields):
        by_id = {row[0]: row for row in Post.objects.filter(id__in=self.ids).values_list(*fields)}
        return [by_id[key] for key in self.ids]


def find(asked):
    """Return the ids of posts: matching titles first, then texts, then comments; then newest."""
    like = asked.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    return [key for (key,) in rows_of(FIND, {"like": f"%{like}%"})]
