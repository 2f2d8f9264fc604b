"""Pages about the site."""

from django.http import HttpResponse
from django.shortcuts import render

from slowbook import markup
from slowbook.models import Post
from slowbook.ranking import rows_of

NUMBERS = """
SELECT (SELECT count(*) FROM slowbook_person), (SELECT count(*) FROM slowbook_contest),
       (SELECT count(*) FROM slowbook_post), (SELECT count(*) FROM slowbook_comment),
       (SELECT count(*) FROM slowbook_like), a.number, a.median, a.ninety
FROM (
    SELECT count(*) AS number, percentile_disc(0.5) WITHIN GROUP (ORDER BY seconds) AS median,
           percentile_disc(0.9) WITHIN GROUP (ORDER BY seconds) AS ninety
    FROM slowbook_attempt
) a
"""
MONTHS = """
SELECT to_char(date_trunc('month', created AT TIME ZONE 'UTC'), 'YYYY-MM'), count(*)
FROM slowbook_attempt GROUP BY date_trunc('month', created AT TIME ZONE 'UTC') ORDER BY 1
"""
COUNTRIES = "SELECT country, count(*) FROM slowbook_person GROUP BY 1 ORDER BY 2 DESC, 1"


def healthz(request):
    """Answer the load balancer."""
    return HttpResponse("ok", content_type="text/plain")


def stats(request):
    """Show numbers about the whole site."""
    names = ("people", "contests", "posts", "comments", "likes", "attempts", "median", "ninety")
    context = {
        # The lower of the two in the middle, and what nine of ten do not exceed.
        **dict(zip(names, rows_of(NUMBERS, [])[0], strict=True)),
        "months": rows_of(MONTHS, []),
        "countries": rows_of(COUNTRIES, []),
    }
    return render(request, "stats.html", context)


def feed(request):
    """Return the newest posts as an Atom feed."""
    posts = Post.objects.order_by("-created", "-id").select_related("author", "contest")[:20]
    context = {"posts": markup.prepare(list(posts))}
    return render(request, "feed.xml", context, content_type="application/atom+xml")
