"""tags

The database joins the names with commas and Python splits them again. It shows for a tag whose name has a comma
("C, C++"), which becomes two.
"""

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Prefetch
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.serializers import AuthorSerializer
from arena.discuss.models import Comment, Post
from arena.discuss.serializers import CommentSerializer


class PostSerializer(serializers.ModelSerializer):
    author = AuthorSerializer()
    country = serializers.CharField(source="author.profile.country")
    tags = serializers.SerializerMethodField()
    comments = CommentSerializer(source="approved", many=True)
    comment_count = serializers.SerializerMethodField()

    class Meta:
        model = Post
        fields = ["id", "title", "author", "country", "tags", "comments", "comment_count"]

    def get_tags(self, post):
        return post.tag_names.split(",") if post.tag_names else []

    def get_comment_count(self, post):
        return len(post.approved)


class PostList(APIView):
    def get(self, request):
        approved = Comment.objects.filter(is_approved=True).select_related("author")
        posts = (
            Post.objects.filter(published_at__isnull=False)
            .select_related("author__profile")
            .annotate(tag_names=StringAgg("tags__name", delimiter=",", ordering="-tags__pk"))
            .prefetch_related(
                Prefetch("comments", approved.order_by("-created_at", "-pk"), to_attr="approved")
            )
            .order_by("-published_at", "-pk")
        )
        return Response(PostSerializer(posts[:50], many=True).data)
