"""What the templates of all pages get. It is lazy."""

from functools import cache as once

from django.db.models import Count
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from slowbook import store
from slowbook.models import Notice, Tag
from slowbook.ranking import rows_of

SIDEBAR = """
(SELECT 0 AS place, username, points::text, 0::bigint,
        row_number() OVER (ORDER BY points DESC, username) AS n, ''
 FROM (SELECT username, points FROM slowbook_person ORDER BY points DESC, username LIMIT 8) best)
UNION ALL
(SELECT 1, p.username, o.title, o.id, row_number() OVER (ORDER BY c.created DESC, c.id DESC), k.title
 FROM (
    SELECT author_id, post_id, created, id FROM slowbook_comment
    ORDER BY created DESC, id DESC LIMIT 5
 ) c JOIN slowbook_person p ON p.id = c.author_id
   JOIN slowbook_post o ON o.id = c.post_id JOIN slowbook_contest k ON k.id = o.contest_id)
ORDER BY 1, 5
"""


def flags(request):
    """Say which parts of the site are on."""
    return {"flags": store.flags()}


def sidebar(request):
    """Return what stands beside all pages, as HTML: one query."""

    def aside():
        rows = rows_of(SIDEBAR, [])
        context = {
            "flags": store.flags(),
            "popular_tags": popular_tags(),
            "top_people": [row for row in rows if row[0] == 0],
            "newest_comments": [row for row in rows if row[0] == 1],
        }
        return mark_safe(render_to_string("_aside.html", context))

    return {"aside": aside}


@once
def popular_tags():
    """Return the tags with the most posts: both change with a release only."""
    tags = Tag.objects.annotate(number=Count("posts")).order_by("-number", "slug")
    return list(tags.values("slug", "name", "number")[:12])


def notices(request):
    """Return how many notices a person has not read."""
    if not request.user.is_authenticated:
        return {"unread": 0}
    return {"unread": lambda: Notice.objects.filter(person=request.user, is_read=False).count()}
