"""A queryset with joins, and fields that show a key and a lens."""

from django.contrib import admin


class CommentAdmin(admin.ModelAdmin):
    list_display = ["label", "contest", "answers_to", "is_approved"]
    list_filter = ["is_approved"]
    search_fields = ["body"]
    ordering = ["-pk"]
    show_full_result_count = False
    raw_id_fields = ["author", "post", "parent"]

    def get_queryset(self, request):
        related = "author", "post", "post__contest", "parent", "parent__author"
        return super().get_queryset(request).select_related(*related)

    def label(self, comment):
        return f"{comment.author} on {comment.post}"

    def contest(self, comment):
        return comment.post.contest

    def answers_to(self, comment):
        return comment.parent and comment.parent.author
