"""It names the joins in get_list_select_related(), never counts facets, and takes keys in raw_id_fields instead of select boxes."""

from django.contrib import admin


class CommentAdmin(admin.ModelAdmin):
    list_display = ["label", "contest", "answers_to", "is_approved"]
    list_filter = ["is_approved"]
    search_fields = ["body"]
    ordering = ["-pk"]
    raw_id_fields = ["author", "post", "parent"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_list_select_related(self, request):
        return "author", "post", "post__contest", "parent", "parent__author"

    def label(self, comment):
        return f"{comment.author} on {comment.post}"

    def contest(self, comment):
        return comment.post.contest

    def answers_to(self, comment):
        return comment.parent and comment.parent.author
