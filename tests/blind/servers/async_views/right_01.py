"""Right: a TaskGroup, and one query with an array."""

import asyncio

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post


async def page(request, slug, services):
    async with asyncio.TaskGroup() as group:
        row = group.create_task(title_and_posts(slug))
        viewers = group.create_task(or_none(services.viewers(slug)))
        queue = group.create_task(or_none(services.queue(slug)))
        sponsors = group.create_task(or_none(asyncio.to_thread(services.sponsors, slug)))
    # In the group it would become an ExceptionGroup.
    if row.result() is None:
        raise Http404
    title, posts = row.result()
    return JsonResponse(
        {
            "title": title,
            "posts": posts,
            "viewers": viewers.result(),
            "queue": queue.result(),
            "sponsors": sponsors.result(),
        }
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
