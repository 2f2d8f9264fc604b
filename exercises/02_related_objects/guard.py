"""The front page sent three queries in March. Since May it sends one more for every post.

A new property sends a query, and a template shows it. No test noticed.

Change rendered(template, context) so that no template sends a query.

Rules:
- text: without a query, the result is what it was.
- refused: a query while rendering is not sent, whether it reads or writes, on any connection of
  DATABASES. rendered() raises QueryInTemplate.
- swallowed: also when the template or a property swallows that error or raises another.
- names: the error's text has the template's name and the whole SQL.
- errors: without a query, errors pass unchanged.
- afterwards: wrappers, transactions and queries of others work as before, also after an error or a
  refused save().
- nested: a property may call rendered(), and swallow its error.
- threads: other threads' queries are always sent.
"""

from django.template.loader import render_to_string


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


def rendered(template, context):
    # TODO: the template can send any query. Refuse each one, and say which it was.
    return render_to_string(template, context)
