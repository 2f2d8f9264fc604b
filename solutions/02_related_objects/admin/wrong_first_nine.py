"""The select boxes offer the first twenty of each: nothing else can be chosen.

Breaks: form
Fails: form
"""

from django.contrib import admin


class CommentAdmin(admin.ModelAdmin):
    list_display = ["label", "contest", "answers_to", "is_approved"]
    list_filter = ["is_approved"]
    list_select_related = ["author", "post__contest", "parent__author"]
    show_full_result_count = False
    search_fields = ["body"]
    ordering = ["-pk"]

    def label(self, comment):
        return f"{comment.author} on {comment.post}"

    def contest(self, comment):
        return comment.post.contest

    def answers_to(self, comment):
        return comment.parent and comment.parent.author

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs["queryset"] = db_field.remote_field.model.objects.order_by("pk")[:9]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
