"""The app's list shows some posts twice, misses others, and slows down.

Its cursor is a page number: each new post shifts all pages, and all posts are counted.

Change PostList, whose as_view() answers GET /api/posts/. There is an index on (published_at, id).

Rules:
- posts: published ones, newest first; ties go to the higher id. At most 40 tie.
- size: 20, or `?limit=`. Over 100 means 100; no positive number means 20.
- steady: the next page begins right after this page's last post, even if posts (that one too) were
  added, hidden or deleted in between.
- next: the next page's address, same limit, for any worker; null on the last page.
- cursor: status 400 or 404 if cut, changed or made up.

Allowed:
- queries: at most 2.
- depth: a page costs the database at most 10 times what the newest 21 posts cost.
"""

from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.discuss.models import Post


class PostSerializer(serializers.ModelSerializer):
    class Meta:
        model = Post
        fields = ["id", "title"]


class Pages(PageNumberPagination):
    # TODO: a page number says how many posts are skipped, and not where the page begins.
    page_query_param = "cursor"
    page_size = 20
    page_size_query_param = "limit"
    max_page_size = 100


class PostList(ListAPIView):
    serializer_class = PostSerializer
    pagination_class = Pages
    queryset = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
