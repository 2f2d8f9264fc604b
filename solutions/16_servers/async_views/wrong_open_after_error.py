"""A thread's connection is closed after its queries, and not if one raises.

Breaks: connection
Fails: connection
"""

import asyncio

from django.db import connection
from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post


async def page(request, slug, services):
    async with asyncio.TaskGroup() as group:
        about = group.create_task(asyncio.to_thread(about_contest, slug))
        viewers = group.create_task(or_none(services.viewers(slug)))
        queue = group.create_task(or_none(services.queue(slug)))
        sponsors = group.create_task(asyncio.to_thread(sponsors_of, services, slug))
    contest = about.result()
    if contest is None:
        raise Http404
    others = {"viewers": viewers.result(), "queue": queue.result(), "sponsors": sponsors.result()}
    return JsonResponse(contest | others)


def about_contest(slug):
    try:
        titles = Contest.objects.filter(slug=slug).values_list("title", flat=True)
        posts = Post.objects.filter(contest__slug=slug).exclude(published_at=None)
        newest = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
        result = {"title": titles.get(), "posts": list(newest[:5])}
    except Contest.DoesNotExist:
        result = None
    connection.close()  # Django closes that of the request's own thread only
    return result


def sponsors_of(services, slug):
    try:
        return services.sponsors(slug)
    except ConnectionError:
        return None


async def or_none(call):
    try:
        return await call
    except ConnectionError:
        return None
