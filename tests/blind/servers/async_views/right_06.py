"""Right: asyncio.wait() until the first error, and a context manager that ends the tasks."""

import asyncio
from contextlib import asynccontextmanager

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post


@asynccontextmanager
async def started(**coroutines):
    tasks = {name: asyncio.create_task(each) for name, each in coroutines.items()}
    try:
        yield tasks
    finally:
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)


async def page(request, slug, services):
    async with started(
        row=title_and_posts(slug),
        viewers=or_none(services.viewers(slug)),
        queue=or_none(services.queue(slug)),
        sponsors=or_none(in_thread(services.sponsors, slug)),
    ) as tasks:
        await asyncio.wait(tasks.values(), return_when=asyncio.FIRST_EXCEPTION)
        for task in tasks.values():
            if task.done():
                task.result()  # Raises what it raised.
        row = tasks["row"].result()
        if row is None:
            raise Http404
        content = {"title": row[0], "posts": row[1]}
        for name in ("viewers", "queue", "sponsors"):
            content[name] = tasks[name].result()
        return JsonResponse(content)


async def in_thread(function, *args):
    return await asyncio.get_running_loop().run_in_executor(None, function, *args)


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
