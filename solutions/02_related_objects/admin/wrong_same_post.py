"""A parent can only be a comment on the same post.

Breaks: form
Fails: form
"""

from django.contrib import admin

from arena.discuss.models import Comment


class CommentAdmin(admin.ModelAdmin):
    list_display = ["label", "contest", "answers_to", "is_approved"]
    list_filter = ["is_approved"]
    list_select_related = ["author", "post__contest", "parent__author"]
    show_full_result_count = False
    autocomplete_fields = ["author", "post", "parent"]
    search_fields = ["body"]
    ordering = ["-pk"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        key = request.resolver_match and request.resolver_match.kwargs.get("object_id")
        if db_field.name == "parent" and key:
            post = Comment.objects.filter(pk=key).values("post")[:1]
            kwargs["queryset"] = Comment.objects.filter(post__in=post)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def label(self, comment):
        return f"{comment.author} on {comment.post}"

    def contest(self, comment):
        return comment.post.contest

    def answers_to(self, comment):
        return comment.parent and comment.parent.author
