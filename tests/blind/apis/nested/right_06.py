"""RIGHT: tags (by their through table) and comments are in the serializer's context, by post key."""

from collections import defaultdict

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
    comments = serializers.SerializerMethodField()
    comment_count = serializers.SerializerMethodField()

    class Meta:
        model = Post
        fields = ["id", "title", "author", "country", "tags", "comments", "comment_count"]

    def get_tags(self, post):
        return self.context["tags"].get(post.pk, [])

    def get_comments(self, post):
        return CommentSerializer(self.context["comments"].get(post.pk, []), many=True).data

    def get_comment_count(self, post):
        return len(self.context["comments"].get(post.pk, []))


class PostList(APIView):
    def get(self, request):
        posts = (
            Post.objects.filter(published_at__isnull=False)
            .order_by("-published_at", "-pk")
            .select_related("author__profile")
        )
        posts = list(posts[:50])
        keys = [post.pk for post in posts]
        tags, comments = defaultdict(list), defaultdict(list)
        for tagged in (
            Post.tags.through.objects.filter(post__in=keys)
            .select_related("tag")
            .order_by("-tag_id")
        ):
            tags[tagged.post_id].append(tagged.tag.name)
        for comment in (
            Comment.objects.filter(post__in=keys, is_approved=True)
            .select_related("author")
            .order_by("-created_at", "-pk")
        ):
            comments[comment.post_id].append(comment)
        context = {"tags": dict(tags), "comments": dict(comments)}
        return Response(PostSerializer(posts, many=True, context=context).data)
