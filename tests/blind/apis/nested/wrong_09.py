"""WRONG (limit: fetched): the comments are asked for with the queryset of posts as it was before the
slice; once there are more than 50 published posts, those of all others are fetched too.
"""

from collections import defaultdict

from django.db.models import Prefetch
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.serializers import AuthorSerializer
from arena.discuss.models import Comment, Post, Tag
from arena.discuss.serializers import CommentSerializer


class PostSerializer(serializers.ModelSerializer):
    author = AuthorSerializer()
    country = serializers.CharField(source="author.profile.country")
    tags = serializers.SlugRelatedField(slug_field="name", many=True, read_only=True)
    comments = serializers.SerializerMethodField()
    comment_count = serializers.SerializerMethodField()

    class Meta:
        model = Post
        fields = ["id", "title", "author", "country", "tags", "comments", "comment_count"]

    def get_comments(self, post):
        return CommentSerializer(self.context["comments"].get(post.pk, []), many=True).data

    def get_comment_count(self, post):
        return len(self.context["comments"].get(post.pk, []))


class PostList(APIView):
    def get(self, request):
        published = Post.objects.filter(published_at__isnull=False)
        posts = (
            published.order_by("-published_at", "-pk")
            .select_related("author__profile")
            .prefetch_related(Prefetch("tags", Tag.objects.order_by("-pk")))
        )
        comments = defaultdict(list)
        for comment in (
            Comment.objects.filter(is_approved=True, post__in=published)
            .select_related("author")
            .order_by("-created_at", "-pk")
        ):
            comments[comment.post_id].append(comment)
        serializer = PostSerializer(posts[:50], many=True, context={"comments": comments})
        return Response(serializer.data)
