"""RIGHT: the widget is chosen in formfield_for_foreignkey(), for every foreign key of a comment, also for those to come."""

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect


class CommentAdmin(admin.ModelAdmin):
    list_display = ["label", "contest", "answers_to", "is_approved"]
    list_filter = ["is_approved"]
    search_fields = ["body"]
    ordering = ["-pk"]
    list_select_related = ["author", "post__contest", "parent__author"]
    show_full_result_count = False

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs["widget"] = AutocompleteSelect(
            db_field, self.admin_site, using=kwargs.get("using")
        )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def label(self, comment):
        return f"{comment.author} on {comment.post}"

    def contest(self, comment):
        return comment.post.contest

    def answers_to(self, comment):
        return comment.parent and comment.parent.author
