"""form

A parent can only be another comment on the same post: formfield_for_foreignkey() narrows the
choices. It shows when a moderator sets a comment on another post as parent: the form refuses it.
"""

from django.contrib import admin

from arena.discuss.models import Comment


class CommentAdmin(admin.ModelAdmin):
    list_display = ["label", "contest", "answers_to", "is_approved"]
    list_filter = ["is_approved"]
    search_fields = ["body"]
    ordering = ["-pk"]
    list_select_related = ["author", "post__contest", "parent__author"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    autocomplete_fields = ["author", "post", "parent"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        pk = request.resolver_match and request.resolver_match.kwargs.get("object_id")
        if db_field.name == "parent" and pk:
            post = Comment.objects.filter(pk=pk).values("post")[:1]
            kwargs["queryset"] = Comment.objects.filter(post__in=post).exclude(pk=pk)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def label(self, comment):
        return f"{comment.author} on {comment.post}"

    def contest(self, comment):
        return comment.post.contest

    def answers_to(self, comment):
        return comment.parent and comment.parent.author
