"""run_in_executor() for sponsors(), and asyncio.wait() for the database, then for the first failure or the end; then all is cancelled."""

import asyncio

from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post


async def service(name, services, slug):
    try:
        if name == "sponsors":
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(None, services.sponsors, slug)
        return await getattr(services, name)(slug)
    except ConnectionError:
        return None


async def database(slug):
    title = await title_of(slug)
    if title is None:
        raise Http404
    return {"title": title, "posts": await newest_posts(slug)}


async def stop(tasks):
    """Cancel tasks and wait until they have ended."""
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    for task in tasks:
        if not task.cancelled():
            task.exception()


async def page(request, slug, services):
    names = "viewers", "queue", "sponsors"
    tasks = [asyncio.create_task(database(slug))]
    tasks += [asyncio.create_task(service(name, services, slug)) for name in names]
    try:
        await asyncio.wait(tasks[:1])
        tasks[0].result()  # raises Http404, whatever became of the services
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        for task in tasks:
            if task in done:
                task.result()  # raises what failed
        content, *answers = [task.result() for task in tasks]
        return JsonResponse({**content, **dict(zip(names, answers))})
    finally:
        await stop(tasks)


async def title_of(slug):
    return await Contest.objects.filter(slug=slug).values_list("title", flat=True).afirst()


async def newest_posts(slug):
    posts = Post.objects.filter(contest__slug=slug, published_at__isnull=False)
    titles = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
    return [title async for title in titles[:5]]
