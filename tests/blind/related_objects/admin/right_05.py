"""RIGHT: the parents, with their authors, come in a query of their own (3 in total for the list); select boxes and raw ids mixed."""

from django.contrib import admin
from django.db.models import Prefetch

from arena.discuss.models import Comment


class CommentAdmin(admin.ModelAdmin):
    list_display = ["label", "contest", "answers_to", "is_approved"]
    list_filter = ["is_approved"]
    search_fields = ["body"]
    ordering = ["-pk"]
    list_select_related = ["author", "post__contest"]
    show_full_result_count = False
    autocomplete_fields = ["author", "post"]
    raw_id_fields = ["parent"]

    def get_queryset(self, request):
        parents = Comment.objects.select_related("author")
        return super().get_queryset(request).prefetch_related(Prefetch("parent", parents))

    def label(self, comment):
        return f"{comment.author} on {comment.post}"

    def contest(self, comment):
        return comment.post.contest

    def answers_to(self, comment):
        return comment.parent and comment.parent.author
