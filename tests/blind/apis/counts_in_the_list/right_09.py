"""COUNT as a plain function makes no GROUP BY, so the subquery has always one row."""

from django.db.models import F, Func, IntegerField, OuterRef, QuerySet, Subquery
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def count(queryset):
    one_row = queryset.order_by().annotate(
        n=Func(F("pk"), function="COUNT", output_field=IntegerField())
    )
    return Subquery(one_row.values("n"))


class People(QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def with_counts(self):
        posts = Post.objects.filter(author=OuterRef("pk"), published_at__isnull=False)
        comments = Comment.objects.filter(author=OuterRef("pk"), is_approved=True)
        return self.annotate(post_count=count(posts), comment_count=count(comments))

class PersonSerializer(serializers.ModelSerializer):
    posts = serializers.IntegerField(source="post_count")
    comments = serializers.IntegerField(source="comment_count")

    class Meta:
        model = User
        fields = ["id", "username", "posts", "comments"]


class Pages(PageNumberPagination):
    page_size = 20


class PersonList(ListAPIView):
    queryset = People(User).active().with_counts().order_by("-pk")
    serializer_class = PersonSerializer
    pagination_class = Pages
