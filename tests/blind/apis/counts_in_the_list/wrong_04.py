"""Breaks fetched: the counts of all active people come, for a page of 20."""

from django.db.models import Count
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


class PersonSerializer(serializers.ModelSerializer):
    posts = serializers.IntegerField(source="post_count")
    comments = serializers.IntegerField(source="comment_count")

    class Meta:
        model = User
        fields = ["id", "username", "posts", "comments"]


class Pages(PageNumberPagination):
    page_size = 20


def by_author(rows):
    counts = rows.filter(author__is_active=True).values("author_id").annotate(n=Count("pk"))
    return dict(counts.values_list("author_id", "n"))


class PersonList(ListAPIView):
    queryset = User.objects.filter(is_active=True).order_by("-pk")
    serializer_class = PersonSerializer
    pagination_class = Pages

    def paginate_queryset(self, queryset):
        posts = by_author(Post.objects.filter(published_at__isnull=False))
        comments = by_author(Comment.objects.filter(is_approved=True))
        people = super().paginate_queryset(queryset)
        for person in people:
            person.post_count = posts.get(person.pk, 0)
            person.comment_count = comments.get(person.pk, 0)
        return people
