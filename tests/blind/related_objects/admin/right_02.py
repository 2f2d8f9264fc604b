"""RIGHT: raw_id_fields: a box for the id, with a window to search in."""

from django.contrib import admin


class CommentAdmin(admin.ModelAdmin):
    list_display = ("label", "contest", "answers_to", "is_approved")
    list_filter = ("is_approved",)
    list_select_related = ("author", "post", "post__contest", "parent", "parent__author")
    search_fields = ("body",)
    ordering = ("-pk",)
    raw_id_fields = ("author", "post", "parent")
    show_full_result_count = False

    def label(self, comment):
        return f"{comment.author} on {comment.post}"

    def contest(self, comment):
        return comment.post.contest

    def answers_to(self, comment):
        return comment.parent and comment.parent.author
