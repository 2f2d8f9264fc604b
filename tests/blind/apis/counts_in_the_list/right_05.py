"""A subclass of Subquery counts the rows of any queryset."""

from django.db.models import IntegerField, OuterRef, Subquery
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


class CountOf(Subquery):
    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

class PersonSerializer(serializers.ModelSerializer):
    posts = serializers.IntegerField(source="post_count")
    comments = serializers.IntegerField(source="comment_count")

    class Meta:
        model = User
        fields = ["id", "username", "posts", "comments"]


class Pages(PageNumberPagination):
    page_size = 20


class PersonList(ListAPIView):
    serializer_class = PersonSerializer
    pagination_class = Pages

    def get_queryset(self):
        mine = {"author_id": OuterRef("pk")}
        posts = Post.objects.filter(published_at__isnull=False, **mine)
        comments = Comment.objects.filter(is_approved=True, **mine)
        return (
            User.objects.filter(is_active=True)
            .only("id", "username")
            .annotate(
                post_count=CountOf(posts.values("pk")), comment_count=CountOf(comments.values("pk"))
            )
            .order_by("-pk")
        )
