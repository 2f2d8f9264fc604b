"""It joins in get_queryset(), and gives each foreign key its widget in formfield_for_foreignkey(): search for people and posts, the key for a parent."""

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect

from arena.discuss.models import Comment


class CommentAdmin(admin.ModelAdmin):
    list_display = ["label", "contest", "answers_to", "is_approved"]
    list_filter = ["is_approved"]
    search_fields = ["body"]
    ordering = ["-pk"]
    raw_id_fields = ["parent"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request):
        comments = super().get_queryset(request)
        return comments.select_related("author", "post__contest", "parent__author")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in {"author", "post"}:
            kwargs["widget"] = AutocompleteSelect(
                Comment._meta.get_field(db_field.name), self.admin_site, using=kwargs.get("using")
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def label(self, comment):
        return f"{comment.author} on {comment.post}"

    def contest(self, comment):
        return comment.post.contest

    def answers_to(self, comment):
        return comment.parent and comment.parent.author
