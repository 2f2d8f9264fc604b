"""RIGHT: the view gathers tags and comments of the page in dictionaries, for the serializer's context."""

from collections import defaultdict

from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import Profile
from arena.accounts.serializers import AuthorSerializer
from arena.discuss.models import Comment, Post
from arena.discuss.serializers import CommentSerializer


class PostSerializer(serializers.ModelSerializer):
    author = AuthorSerializer()
    country = serializers.SerializerMethodField()
    tags = serializers.SerializerMethodField()
    comments = serializers.SerializerMethodField()
    comment_count = serializers.SerializerMethodField()

    class Meta:
        model = Post
        fields = ["id", "title", "author", "country", "tags", "comments", "comment_count"]

    def get_country(self, post):
        return self.context["countries"].get(post.author_id)

    def get_tags(self, post):
        return self.context["tags"].get(post.pk, [])

    def get_comments(self, post):
        return CommentSerializer(self.context["comments"].get(post.pk, []), many=True).data

    def get_comment_count(self, post):
        return len(self.context["comments"].get(post.pk, []))


class PostList(APIView):
    def get(self, request):
        posts = list(
            Post.objects.filter(published_at__isnull=False)
            .select_related("author")
            .order_by("-published_at", "-pk")[:50]
        )
        keys = [post.pk for post in posts]
        countries = dict(
            Profile.objects.filter(user__in={post.author_id for post in posts}).values_list(
                "user_id", "country"
            )
        )
        tags = defaultdict(list)
        links = Post.tags.through.objects.filter(post_id__in=keys).order_by("-tag_id")
        for post, name in links.values_list("post_id", "tag__name"):
            tags[post].append(name)
        comments = defaultdict(list)
        approved = Comment.objects.filter(post_id__in=keys, is_approved=True)
        for comment in approved.select_related("author").order_by("-created_at", "-pk"):
            comments[comment.post_id].append(comment)
        context = {"countries": countries, "tags": tags, "comments": comments}
        return Response(PostSerializer(posts, many=True, context=context).data)
