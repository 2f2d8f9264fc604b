"""queries

iterator() with prefetch_related("author") sends a query for the authors of every 2,000 comments, so the number of
queries grows with comments. It shows when the posts shown have tens of thousands of comments together.
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
    tags = serializers.SerializerMethodField()
    comments = serializers.SerializerMethodField()
    comment_count = serializers.SerializerMethodField()

    class Meta:
        model = Post
        fields = ["id", "title", "author", "country", "tags", "comments", "comment_count"]

    def get_tags(self, post):
        return [tag.name for tag in post.newest_tags]

    def get_comments(self, post):
        return self.context["comments"].get(post.pk, [])

    def get_comment_count(self, post):
        return len(self.context["comments"].get(post.pk, []))


class PostList(APIView):
    def get(self, request):
        posts = (
            Post.objects.filter(published_at__isnull=False)
            .select_related("author__profile")
            .prefetch_related(
                Prefetch("tags", Tag.objects.order_by("-pk"), to_attr="newest_tags")
            )
            .order_by("-published_at", "-pk")
        )
        posts = list(posts[:50])
        approved = (
            Comment.objects.filter(post__in=[post.pk for post in posts], is_approved=True)
            .prefetch_related("author")
            .order_by("-created_at", "-pk")
        )
        comments = defaultdict(list)
        for comment in approved.iterator(chunk_size=2000):  # saves memory
            comments[comment.post_id].append(CommentSerializer(comment).data)
        context = {"comments": comments}
        return Response(PostSerializer(posts, many=True, context=context).data)
