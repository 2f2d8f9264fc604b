"""Wrong, form and choices: parent is a select box of the comments on the same post. No other one can be
chosen, so post and parent can't be changed together; and a post may have a thousand comments."""

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
    autocomplete_fields = ["author", "post"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "parent":
            match = getattr(request, "resolver_match", None)
            key = match.kwargs.get("object_id") if match else None
            if key is None:
                kwargs["queryset"] = Comment.objects.none()
            else:
                post = Comment.objects.filter(pk=key).values("post")
                kwargs["queryset"] = Comment.objects.filter(post__in=post)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def label(self, comment):
        return f"{comment.author} on {comment.post}"

    def contest(self, comment):
        return comment.post.contest

    def answers_to(self, comment):
        return comment.parent and comment.parent.author
