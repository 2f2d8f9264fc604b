"""Pages about the site."""

from django.contrib.auth.views import LoginView
from django.http import HttpResponse
from django.template.loader import render_to_string

from slowbook import memory
from slowbook.pages import fragment, page


def healthz(request):
    """Answer the load balancer."""
    return HttpResponse("ok", content_type="text/plain")


def stats(request):
    """Show numbers about the whole site."""
    store = memory.read()
    seconds = store.seconds
    context = {
        "people": len(store.people),
        "contests": len(store.contests),
        "posts": len(store.posts),
        "comments": store.number_of_comments,
        "likes": store.number_of_likes,
        "attempts": len(seconds),
        # The lower of the two in the middle, and what nine of ten do not exceed.
        "median": seconds[(len(seconds) - 1) // 2],
        "ninety": seconds[-(-9 * len(seconds) // 10) - 1],
        "months": sorted(store.months.items()),
        "countries": store.countries,
    }
    return page(request, fragment("main_stats.html", **context), "Numbers")


def feed(request):
    """Return the newest posts as an Atom feed. Posts change with a release only."""
    store = memory.read()

    def make():
        return fragment("feed.xml", posts=store.new[:20])

    text = store.piece("feed", "base", make)
    return HttpResponse(text, content_type="application/atom+xml")


class Login(LoginView):
    """Sign in."""

    def render_to_response(self, context, **kwargs):
        """Show the form."""
        main = render_to_string("main_login.html", context, request=self.request)
        return page(self.request, main, "Sign in")
