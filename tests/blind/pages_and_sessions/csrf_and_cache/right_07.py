"""A class-based view; what stands before the token and what stands after it are stored as a pair."""

from django.core.cache import cache
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.html import format_html_join
from django.views import View
from django.views.decorators.csrf import csrf_protect

from arena.discuss.models import Post, Tag

FORM = (
    '<form method="post" action="/suggest/">'
    '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
    '<input name="tag"><button>Suggest a tag</button></form>'
)


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


def halves():
    before, _, after = FORM.partition("{}")
    return f"<ul>{newest()}</ul>{before}", after


@method_decorator(csrf_protect, name="dispatch")
class Home(View):
    def get(self, request):
        before, after = cache.get_or_set("front-page-halves", halves, 10 * 60)
        return HttpResponse([before, get_token(request), after])


home = Home.as_view()


@csrf_protect
def suggest(request):
    Tag.objects.get_or_create(name=request.POST["tag"])
    return redirect("/")
