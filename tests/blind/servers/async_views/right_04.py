"""Right: gather(return_exceptions=True), which waits for all and hands cancellation on."""

import asyncio

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post


async def page(request, slug, services):
    row, *answers = await asyncio.gather(
        title_and_posts(slug),
        services.viewers(slug),
        services.queue(slug),
        asyncio.to_thread(services.sponsors, slug),
        return_exceptions=True,
    )
    if isinstance(row, BaseException):
        raise row
    if row is None:
        raise Http404
    title, posts = row
    viewers, queue, sponsors = map(value, answers)
    return JsonResponse(
        {"title": title, "posts": posts, "viewers": viewers, "queue": queue, "sponsors": sponsors}
    )


def value(answer):
    if isinstance(answer, ConnectionError):
        return None
    if isinstance(answer, BaseException):
        raise answer
    return answer


async def title_and_posts(slug):
    """Both in one query: on one connection a second one would wait for the first one's rows."""
    posts = Post.objects.filter(contest=OuterRef("pk"), published_at__isnull=False)
    titles = posts.order_by("-published_at", "-pk").values("title")[:5]
    contests = Contest.objects.filter(slug=slug).annotate(newest=ArraySubquery(titles))
    return await contests.values_list("title", "newest").afirst()
