"""Wrong, gone: nobody owns a deleted target, so has_perm() decides: superusers and those with the
permission may change it."""

from django.contrib.contenttypes.models import ContentType

from arena.accounts.models import User
from arena.discuss.models import Comment, Post

COLUMNS = {
    Post: ("title", "author_id", "contest__setter_id"),
    Comment: ("body", "author_id", "post__contest__setter_id"),
}


def listed(reports, visitor):
    field = reports.model._meta.get_field("target")
    kind_name = reports.model._meta.get_field(field.ct_field).attname
    lines = [(r.pk, getattr(r, kind_name), getattr(r, field.fk_field)) for r in reports]
    models = {kind.pk: model for model, kind in ContentType.objects.get_for_models(*COLUMNS).items()}
    found = {}
    for kind, model in models.items():
        keys = {model._meta.pk.to_python(key) for _, of, key in lines if of == kind}
        for pk, *values in model.objects.filter(pk__in=keys).values_list("pk", *COLUMNS[model]):
            found[kind, pk] = values
    now = User.objects.filter(pk=visitor.pk).first() if visitor.is_active else None
    permitted = {
        kind: now is not None and now.has_perm(f"discuss.change_{model._meta.model_name}")
        for kind, model in models.items()
    }
    rows = []
    for report, kind, key in lines:
        text, *owners = found.get((kind, Post._meta.pk.to_python(key)), (None, None, None))
        active = now is not None and now.is_active
        may = active and (now.pk in owners or permitted.get(kind, False))
        rows.append({"report": report, "text": text, "may_change": may})
    return rows
