"""Right: the query runs in any thread, which closes its connection itself."""

import asyncio
from contextlib import suppress

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef
from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post


async def page(request, slug, services):
    async with asyncio.TaskGroup() as group:
        start = group.create_task
        row = start(asyncio.to_thread(title_and_posts, slug))
        viewers = start(quietly(services.viewers, slug))
        queue = start(quietly(services.queue, slug))
        sponsors = start(quietly(asyncio.to_thread, services.sponsors, slug))
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


async def quietly(function, *args):
    with suppress(ConnectionError):
        return await function(*args)
    return None


def title_and_posts(slug):
    posts = Post.objects.filter(contest=OuterRef("pk"), published_at__isnull=False)
    titles = posts.order_by("-published_at", "-pk").values("title")[:5]
    contests = Contest.objects.filter(slug=slug)
    try:
        return contests.values_list("title", ArraySubquery(titles)).first()
    finally:
        # Nobody else closes what this thread has opened.
        connection.close()
