"""fetched

What is related is asked for by time ("not older than the last post shown"), so tags and comments of posts that are
not shown come along. It shows when several posts share the published_at of the 50th and not all of them fit.
"""

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
        posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
        posts = list(posts.select_related("author__profile")[:50])
        tags, comments = defaultdict(list), defaultdict(list)
        if posts:
            oldest = posts[-1].published_at
            links = Post.tags.through.objects.filter(post__published_at__gte=oldest)
            for post, name in links.order_by("-tag_id").values_list("post_id", "tag__name"):
                tags[post].append(name)
            for comment in (
                Comment.objects.filter(post__published_at__gte=oldest, is_approved=True)
                .select_related("author")
                .order_by("-created_at", "-pk")
            ):
                comments[comment.post_id].append(comment)
        context = {"tags": tags, "comments": comments}
        return Response(PostSerializer(posts, many=True, context=context).data)
