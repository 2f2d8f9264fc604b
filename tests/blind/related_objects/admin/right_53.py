"""A ChangeList of its own joins, and leaves out the long texts; each foreign key of the form gets a widget that searches."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AutocompleteSelect


class CommentList(ChangeList):
    def apply_select_related(self, qs):
        joined = qs.select_related("author", "post__contest", "parent__author")
        return joined.defer("body", "post__body", "parent__body")


class CommentAdmin(admin.ModelAdmin):
    list_display = ["label", "contest", "answers_to", "is_approved"]
    list_filter = ["is_approved"]
    search_fields = ["body"]
    ordering = ["-pk"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_changelist(self, request, **kwargs):
        return CommentList

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in {"author", "post", "parent"}:
            kwargs["widget"] = AutocompleteSelect(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def label(self, comment):
        return f"{comment.author} on {comment.post}"

    def contest(self, comment):
        return comment.post.contest

    def answers_to(self, comment):
        return comment.parent and comment.parent.author
