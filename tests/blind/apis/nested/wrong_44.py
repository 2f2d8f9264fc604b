"""tags

Names of tags are remembered for as long as the process lives, and only unknown tags are looked up. It shows when a
tag that was shown before is renamed: the next answer still has the old name.
"""

from collections import defaultdict

from django.db.models import Prefetch
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.serializers import AuthorSerializer
from arena.discuss.models import Comment, Post, Tag
from arena.discuss.serializers import CommentSerializer

NAMES = {}  # of tags, by key: there are only a few hundred


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
        return [NAMES[tag] for tag in self.context["tags"].get(post.pk, [])]

    def get_comment_count(self, post):
        return len(post.approved)


class PostList(APIView):
    def get(self, request):
        approved = Comment.objects.filter(is_approved=True).select_related("author")
        posts = (
            Post.objects.filter(published_at__isnull=False)
            .select_related("author__profile")
            .prefetch_related(
                Prefetch("comments", approved.order_by("-created_at", "-pk"), to_attr="approved")
            )
            .order_by("-published_at", "-pk")
        )
        posts = list(posts[:50])
        links = Post.tags.through.objects.filter(post__in=[post.pk for post in posts])
        tags = defaultdict(list)
        for post, tag in links.order_by("-tag_id").values_list("post_id", "tag_id"):
            tags[post].append(tag)
        unknown = {tag for keys in tags.values() for tag in keys} - NAMES.keys()
        if unknown:
            NAMES.update(Tag.objects.filter(pk__in=unknown).values_list("pk", "name"))
        return Response(PostSerializer(posts, many=True, context={"tags": tags}).data)
