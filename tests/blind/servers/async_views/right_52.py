"""A TaskGroup, which cannot leave a task behind; what it wraps into a group is raised as it was."""

import asyncio

from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post


async def ask(service, slug):
    """Return a service's value and its error; another error than ConnectionError is not raised before a 404."""
    try:
        return await service(slug), None
    except ConnectionError:
        return None, None
    except Exception as error:
        return None, error


async def page(request, slug, services):
    def sponsors(slug):
        return asyncio.to_thread(services.sponsors, slug)

    try:
        async with asyncio.TaskGroup() as group:
            asked = {
                name: group.create_task(ask(service, slug))
                for name, service in {
                    "viewers": services.viewers,
                    "queue": services.queue,
                    "sponsors": sponsors,
                }.items()
            }
            title = await title_of(slug)
            if title is None:
                raise Http404
            posts = await newest_posts(slug)
    except BaseExceptionGroup as errors:
        raise errors.exceptions[0] from None
    answers = {}
    for name, task in asked.items():
        answers[name], error = task.result()
        if error is not None:
            raise error
    return JsonResponse({"title": title, "posts": posts, **answers})


async def title_of(slug):
    return await Contest.objects.filter(slug=slug).values_list("title", flat=True).afirst()


async def newest_posts(slug):
    posts = Post.objects.filter(contest__slug=slug, published_at__isnull=False)
    titles = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
    return [title async for title in titles[:5]]
