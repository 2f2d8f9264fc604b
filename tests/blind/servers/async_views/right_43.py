"""A TaskGroup, whose tasks return their errors as values so that a missing contest stays a 404, and a pool of 32 threads for sponsors() only."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post

BLOCKED = ThreadPoolExecutor(max_workers=32, thread_name_prefix="sponsors")


async def page(request, slug, services):
    async def sponsors_of(slug):
        return await asyncio.get_running_loop().run_in_executor(BLOCKED, services.sponsors, slug)

    try:
        async with asyncio.TaskGroup() as group:
            calls = {
                "viewers": group.create_task(outcome(services.viewers, slug)),
                "queue": group.create_task(outcome(services.queue, slug)),
                "sponsors": group.create_task(outcome(sponsors_of, slug)),
            }
            answer = {"title": await title_of(slug)}
            if answer["title"] is None:
                for call in calls.values():
                    call.cancel()
            else:
                answer["posts"] = await newest_posts(slug)
    except* Exception as errors:  # only a query can fail here
        error = errors.exceptions[0]
    else:
        error = None
    if error is not None:
        raise error
    if answer["title"] is None:
        raise Http404
    for name, call in calls.items():
        value, error = call.result()
        if error is not None:
            raise error
        answer[name] = value
    return JsonResponse(answer)


async def outcome(service, slug):
    """Return the service's value and its error."""
    try:
        return await service(slug), None
    except ConnectionError:
        return None, None
    except Exception as error:
        return None, error


async def title_of(slug):
    return await Contest.objects.filter(slug=slug).values_list("title", flat=True).afirst()


async def newest_posts(slug):
    posts = Post.objects.filter(contest__slug=slug, published_at__isnull=False)
    titles = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
    return [title async for title in titles[:5]]
