"""RIGHT: the methods in place of the attributes: get_list_select_related() and get_autocomplete_fields()."""

from django.contrib import admin


class CommentAdmin(admin.ModelAdmin):
    list_display = ["label", "contest", "answers_to", "is_approved"]
    list_filter = ["is_approved"]
    search_fields = ["body"]
    ordering = ["-pk"]
    show_full_result_count = False

    def get_list_select_related(self, request):
        return ["author", "post__contest", "parent__author"]

    def get_autocomplete_fields(self, request):
        return ["author", "post", "parent"]

    def label(self, comment):
        return f"{comment.author} on {comment.post}"

    def contest(self, comment):
        return comment.post.contest

    def answers_to(self, comment):
        return comment.parent and comment.parent.author
