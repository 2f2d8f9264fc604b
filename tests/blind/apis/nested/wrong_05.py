"""WRONG (rule: tags): they are sorted by the id of the row that ties tag and post, not by the tag's own;
a post that got an old tag after a new one has them the wrong way round.
"""

from collections import defaultdict

from django.db.models import F
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
        tagged = Post.tags.through.objects.filter(post__in=keys).annotate(name=F("tag__name"))
        for tag in tagged.order_by("-pk"):
            tags[tag.post_id].append(tag.name)
        approved = Comment.objects.filter(post__in=keys, is_approved=True).select_related("author")
        for comment in approved.order_by("-created_at", "-pk"):
            comments[comment.post_id].append(comment)
        context = {"tags": tags, "comments": comments}
        return Response(PostSerializer(posts, many=True, context=context).data)
