"""Right: Contest.objects.raw(), and callbacks that put the values where they belong."""

import asyncio

from asgiref.sync import sync_to_async
from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post


async def page(request, slug, services):
    content = dict.fromkeys(["title", "posts", "viewers", "queue", "sponsors"])

    async def fill(name, answer):
        try:
            content[name] = await answer
        except ConnectionError:
            pass  # It stays None.

    async def fill_contest():
        for contest in await contests_of(slug):
            content["title"], content["posts"] = contest.title, contest.newest

    jobs = (
        fill_contest(),
        fill("viewers", services.viewers(slug)),
        fill("queue", services.queue(slug)),
        fill("sponsors", sync_to_async(services.sponsors, thread_sensitive=False)(slug)),
    )
    async with asyncio.TaskGroup() as group:
        for job in jobs:
            group.create_task(job)
    if content["title"] is None:
        raise Http404
    return JsonResponse(content)


@sync_to_async
def contests_of(slug):
    posts = Post._meta.db_table
    contests = Contest._meta.db_table
    return list(
        Contest.objects.raw(
            f"SELECT c.id, c.title, ARRAY("
            f" SELECT p.title FROM {posts} p"
            f" WHERE p.contest_id = c.id AND p.published_at IS NOT NULL"
            f" ORDER BY p.published_at DESC, p.id DESC LIMIT 5) AS newest"
            f" FROM {contests} c WHERE c.slug = %s",
            [slug],
        )
    )
