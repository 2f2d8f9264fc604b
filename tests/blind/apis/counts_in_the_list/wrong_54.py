"""Breaks: fetched.

Two grouped queries count for everybody who has ever written, not for the twenty people of the page: it shows as soon as people on other
pages have posts or comments.
"""

from django.db.models import Count
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


class PersonSerializer(serializers.ModelSerializer):
    posts = serializers.SerializerMethodField()
    comments = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ["id", "username", "posts", "comments"]

    def get_posts(self, person):
        return self.context["posts"].get(person.pk, 0)

    def get_comments(self, person):
        return self.context["comments"].get(person.pk, 0)


class Pages(PageNumberPagination):
    page_size = 20


class PersonList(ListAPIView):
    queryset = User.objects.filter(is_active=True).order_by("-pk")
    serializer_class = PersonSerializer
    pagination_class = Pages

    def get_serializer_context(self):
        posts = Post.objects.filter(published_at__isnull=False)
        comments = Comment.objects.filter(is_approved=True)
        return {
            **super().get_serializer_context(),
            "posts": dict(posts.values_list("author").annotate(Count("pk"))),
            "comments": dict(comments.values_list("author").annotate(Count("pk"))),
        }
