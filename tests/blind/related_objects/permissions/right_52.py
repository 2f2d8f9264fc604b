"""It reads the keys of the targets itself, fetches each kind with one values_list(), and asks has_perm() once for each kind."""

from django.contrib.contenttypes.models import ContentType

from arena.accounts.models import User
from arena.discuss.models import Comment, Post

COLUMNS = {
    Post: ("pk", "title", "author_id", "contest__setter_id"),
    Comment: ("pk", "body", "author_id", "post__contest__setter_id"),
}


def listed(reports, visitor):
    reports = list(reports)
    if not reports:
        return []
    field = reports[0]._meta.get_field("target")
    type_column = reports[0]._meta.get_field(field.ct_field).attname
    kinds = {ContentType.objects.get_for_model(model).pk: model for model in COLUMNS}

    def place(report):
        kind = kinds.get(getattr(report, type_column))
        key = getattr(report, field.fk_field)
        return kind, None if key is None else int(key)

    places = [place(report) for report in reports]
    found = {}
    for model, columns in COLUMNS.items():
        keys = {key for kind, key in places if kind is model and key is not None}
        if keys:
            for key, words, author, setter in model.objects.filter(pk__in=keys).values_list(*columns):
                found[model, key] = words, author, setter

    allowed = permissions(visitor)
    rows = []
    for report, where in zip(reports, places, strict=True):
        words, author, setter = found.get(where, (None, None, None))
        may = False
        if where in found and allowed is not None:
            may = visitor.pk in (author, setter) or where[0] in allowed
        rows.append({"report": report.pk, "text": words, "may_change": may})
    return rows


def permissions(visitor):
    """Return the kinds that the visitor may change by permission, or None for who may change nothing."""
    if not visitor.is_active:
        return None
    fresh = User.objects.filter(pk=visitor.pk, is_active=True).first()
    if fresh is None:
        return None
    return {model for model in COLUMNS if fresh.has_perm(f"discuss.change_{model._meta.model_name}")}
