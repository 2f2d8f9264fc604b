"""Second queries for the people, a join for the contest."""

from django.contrib import admin


class CommentAdmin(admin.ModelAdmin):
    list_display = ["label", "contest", "answers_to", "is_approved"]
    list_filter = ["is_approved"]
    list_select_related = ["post", "post__contest"]
    show_full_result_count = False
    search_fields = ["body"]
    ordering = ["-pk"]
    raw_id_fields = ("post", "parent")
    autocomplete_fields = ("author",)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("author", "parent__author")

    def label(self, comment):
        return f"{comment.author} on {comment.post}"

    def contest(self, comment):
        return comment.post.contest

    def answers_to(self, comment):
        return comment.parent and comment.parent.author
