"""WRONG: breaks "form": the select box offers the comments on the same post and refuses any other parent; for few comments per post it is fast."""

from django.contrib import admin

from arena.discuss.models import Comment


class CommentAdmin(admin.ModelAdmin):
    list_display = ["label", "contest", "answers_to", "is_approved"]
    list_filter = ["is_approved"]
    search_fields = ["body"]
    ordering = ["-pk"]
    list_select_related = ["author", "post__contest", "parent__author"]
    show_full_result_count = False
    autocomplete_fields = ["author", "post"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "parent":
            key = request.resolver_match and request.resolver_match.kwargs.get("object_id")
            comment = Comment.objects.filter(pk=key).first() if key else None
            if comment is None:
                kwargs["queryset"] = Comment.objects.none()
            else:
                near = Comment.objects.filter(post=comment.post_id).order_by("-pk")
                keys = list(near.values_list("pk", flat=True)[:10])
                if comment.parent_id:
                    keys.append(comment.parent_id)
                kwargs["queryset"] = Comment.objects.filter(pk__in=keys)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def label(self, comment):
        return f"{comment.author} on {comment.post}"

    def contest(self, comment):
        return comment.post.contest

    def answers_to(self, comment):
        return comment.parent and comment.parent.author
