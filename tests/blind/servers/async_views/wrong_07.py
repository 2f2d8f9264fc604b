"""Wrong: failure. The first ConnectionError cancels the whole group: the values of services that
are up are None too.
"""

import asyncio

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post


async def page(request, slug, services):
    row = asyncio.create_task(title_and_posts(slug))
    asked = []
    try:
        try:
            async with asyncio.TaskGroup() as group:
                asked.append(group.create_task(services.viewers(slug)))
                asked.append(group.create_task(services.queue(slug)))
                asked.append(group.create_task(asyncio.to_thread(services.sponsors, slug)))
        except* ConnectionError:
            pass
        row = await row
    finally:
        if isinstance(row, asyncio.Task):
            row.cancel()
    if row is None:
        raise Http404
    title, posts = row
    viewers, queue, sponsors = (value_of(task) for task in asked)
    return JsonResponse(
        {"title": title, "posts": posts, "viewers": viewers, "queue": queue, "sponsors": sponsors}
    )


def value_of(task):
    return None if task.cancelled() or task.exception() else task.result()


async def title_and_posts(slug):
    """Both in one query: on one connection a second one would wait for the first one's rows."""
    posts = Post.objects.filter(contest=OuterRef("pk"), published_at__isnull=False)
    titles = posts.order_by("-published_at", "-pk").values("title")[:5]
    contests = Contest.objects.filter(slug=slug).annotate(newest=ArraySubquery(titles))
    return await contests.values_list("title", "newest").afirst()
