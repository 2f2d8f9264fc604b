"""Requests come to an event loop, and may be given up."""

import asyncio
import threading

from django.http import Http404, HttpResponse

from kata.checks import urls
from kata.checks.asgi import AsgiSite

SOON = 20.0  # seconds; nothing here takes any time


def test_a_visit_has_a_status_and_a_content():
    async def page(request, slug, given):
        return HttpResponse(slug + given)

    with AsgiSite(urls({"<slug>/": page}, given="!")) as site:
        visit, missing = site.open("/spring/"), site.open("/spring/2026/")
        assert visit.ends(SOON)
        assert missing.ends(SOON)
        assert (visit.status, visit.content) == (200, b"spring!")
        assert visit.content_type == "text/html; charset=utf-8"
        assert missing.status == 404
    assert site.errors == []


def test_two_requests_wait_at_the_same_time_in_one_thread():
    there, together = [], asyncio.Event()

    async def page(request):
        there.append(threading.get_ident())
        if len(there) == 2:
            together.set()
        await together.wait()
        return HttpResponse("both")

    with AsgiSite(urls({"": page})) as site:
        visits = [site.open("/"), site.open("/")]
        assert all(visit.ends(SOON) for visit in visits)
    assert len(set(there)) == 1


def test_django_cancels_the_view_of_a_visitor_who_leaves():
    began, canceled = threading.Event(), threading.Event()

    async def page(request):
        began.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            canceled.set()
            raise

    with AsgiSite(urls({"": page})) as site:
        visit = site.open("/")
        assert began.wait(SOON)
        assert not visit.ends(0)
        visit.leave()
        assert visit.ends(SOON)
    assert canceled.is_set()
    assert visit.status == 0


def test_errors_are_told():
    def broken(request):
        raise ValueError("no")

    def missing(request):
        raise Http404

    with AsgiSite(urls({"": broken, "missing/": missing})) as site:
        visit, other = site.open("/"), site.open("/missing/")
        assert visit.ends(SOON)
        assert other.ends(SOON)
    assert (visit.status, other.status) == (500, 404)
    assert [type(error) for error in site.errors] == [ValueError]
