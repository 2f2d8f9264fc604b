"""Methods instead of attributes: get_list_select_related() joins, people and posts are searched, and a parent is a raw key."""

from django.contrib import admin

JOINED = ("author", "post__contest", "parent__author")


class CommentAdmin(admin.ModelAdmin):
    list_display = ["label", "contest", "answers_to", "is_approved"]
    list_filter = ["is_approved"]
    search_fields = ["body"]
    ordering = ["-pk"]
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    list_per_page = 100

    def get_list_select_related(self, request):
        return JOINED

    def get_autocomplete_fields(self, request):
        return ["author", "post"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "parent":
            kwargs.setdefault(
                "widget",
                admin.widgets.ForeignKeyRawIdWidget(
                    db_field.remote_field, self.admin_site, using=kwargs.get("using")
                ),
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def label(self, comment):
        return f"{comment.author} on {comment.post}"

    def contest(self, comment):
        return comment.post.contest

    def answers_to(self, comment):
        return comment.parent and comment.parent.author
