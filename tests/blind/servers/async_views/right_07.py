"""Right: the posts are aggregated as JSON in the query; 404 cancels what still runs."""

import asyncio

from django.db.models import JSONField, OuterRef, Subquery
from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post


class Titles(Subquery):
    """The titles of a subquery, in its order, as one JSON array."""

    template = "(SELECT coalesce(jsonb_agg(newest.title), '[]'::jsonb) FROM (%(subquery)s) newest)"
    output_field = JSONField()


async def page(request, slug, services):
    async with asyncio.TaskGroup() as group:
        asked = [
            group.create_task(ask(services.viewers(slug))),
            group.create_task(ask(services.queue(slug))),
            group.create_task(ask(asyncio.to_thread(services.sponsors, slug))),
        ]
        contest = await title_and_posts(slug)
        if contest is None:
            for task in asked:
                task.cancel()
    if contest is None:
        raise Http404
    viewers, queue, sponsors = (task.result() for task in asked)
    return JsonResponse(
        {
            "title": contest["title"],
            "posts": contest["newest"],
            "viewers": viewers,
            "queue": queue,
            "sponsors": sponsors,
        }
    )


async def ask(answer):
    try:
        return await answer
    except ConnectionError:
        return None


async def title_and_posts(slug):
    posts = Post.objects.filter(contest=OuterRef("pk"), published_at__isnull=False)
    titles = posts.order_by("-published_at", "-pk").values("title")[:5]
    return await Contest.objects.annotate(newest=Titles(titles)).values("title", "newest").filter(
        slug=slug
    ).afirst()
