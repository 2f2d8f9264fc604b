"""Wrong: left. gather() raises the first error of a service that isn't a ConnectionError, or of the
database, and lets the others go on after the response.
"""

import asyncio

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post


async def page(request, slug, services):
    row, viewers, queue, sponsors = await asyncio.gather(
        title_and_posts(slug),
        or_none(services.viewers(slug)),
        or_none(services.queue(slug)),
        or_none(asyncio.to_thread(services.sponsors, slug)),
    )
    if row is None:
        raise Http404
    title, posts = row
    return JsonResponse(
        {"title": title, "posts": posts, "viewers": viewers, "queue": queue, "sponsors": sponsors}
    )


async def or_none(reply):
    try:
        return await reply
    except ConnectionError:
        return None


async def title_and_posts(slug):
    """Both in one query: on one connection a second one would wait for the first one's rows."""
    posts = Post.objects.filter(contest=OuterRef("pk"), published_at__isnull=False)
    titles = posts.order_by("-published_at", "-pk").values("title")[:5]
    contests = Contest.objects.filter(slug=slug).annotate(newest=ArraySubquery(titles))
    return await contests.values_list("title", "newest").afirst()
