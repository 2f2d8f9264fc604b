"""Right: the database says who owns a target; permissions are asked once for each kind."""

from functools import cache

from django.contrib.contenttypes.models import ContentType
from django.db.models import F

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def targets(reports):
    """Return text, kind and owners for each type and key that the reports name."""
    field = reports.model._meta.get_field("target")
    type_field = reports.model._meta.get_field(field.ct_field).attname
    named = {
        report.pk: (getattr(report, type_field), str(getattr(report, field.fk_field)))
        for report in reports
    }
    types = ContentType.objects.get_for_models(Post, Comment)
    found = {}
    for model, text, contest in (
        (Post, "title", "contest"),
        (Comment, "body", "post__contest"),
    ):
        kind = types[model].pk
        keys = [key for of, key in named.values() if of == kind and key != "None"]
        rows = model.objects.annotate(said=F(text), set_by=F(f"{contest}__setter"))
        for row in rows.filter(pk__in=keys).values("pk", "said", "author", "set_by"):
            found[kind, str(row["pk"])] = (model, row)
    return named, found


def listed(reports, visitor):
    reports = reports.all()
    named, found = targets(reports)
    now = User.objects.filter(pk=visitor.pk).first() if visitor.is_active else None
    if now is not None and not now.is_active:
        now = None

    @cache
    def permitted(name):
        return now.has_perm(f"discuss.change_{name}")

    result = []
    for report in reports:
        model, row = found.get(named[report.pk], (None, None))
        if row is None:
            said, may = None, False
        else:
            said = row["said"]
            may = now is not None and (
                now.pk in (row["author"], row["set_by"]) or permitted(model._meta.model_name)
            )
        result.append({"report": report.pk, "text": said, "may_change": may})
    return result
