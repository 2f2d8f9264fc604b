"""Wrong: left. If there is no such contest, or when the visitor leaves while the first one is
waited for, the other tasks go on.
"""

import asyncio

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post


async def page(request, slug, services):
    viewers_task = asyncio.create_task(or_none(services.viewers(slug)))
    queue_task = asyncio.create_task(or_none(services.queue(slug)))
    sponsors_task = asyncio.create_task(or_none(asyncio.to_thread(services.sponsors, slug)))
    row = await title_and_posts(slug)
    if row is None:
        raise Http404
    title, posts = row
    viewers = await viewers_task
    queue = await queue_task
    sponsors = await sponsors_task
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
