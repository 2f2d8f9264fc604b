"""A view of an answer, asked without a server: what it responds, and what its JSON says."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import Http404, HttpResponse

from kata.checks.findings import expect


def urls(views: Mapping[str, Callable[..., Any]], **more: object) -> ModuleType:
    """Return what the setting ``ROOT_URLCONF`` may name: the views by their paths.

    Args:
        views: each view by its path.
        more: what each view is given beside what its path says.
    """
    from django.urls import path

    made = ModuleType("urls_of_the_answer")
    vars(made)["urlpatterns"] = [path(route, view, more) for route, view in views.items()]
    return made


def respond(
    view: Callable[..., Any],
    address: str,
    parameters: Mapping[str, str | int] | None = None,
    *,
    post: object = None,
) -> Any:
    """Send a request to a view and return its response, rendered.

    Args:
        parameters: of a GET request.
        post: what a POST request sends as JSON; with None it is a GET request.
    """
    from django.test import RequestFactory  # few checks need it, and it takes long to load

    request = RequestFactory().get(address, parameters)
    if post is not None:
        request = RequestFactory().post(address, json.dumps(post), content_type="application/json")
    try:
        response = view(request)
    except (BadRequest, SuspiciousOperation):  # outside of the view, Django makes a response of it
        return HttpResponse(status=400)
    except Http404:
        return HttpResponse(status=404)
    return response.render() if hasattr(response, "render") else response


def get_json(
    view: Callable[..., Any], address: str, parameters: Mapping[str, str | int] | None = None
) -> Any:
    """Send a GET request to a view and return what the JSON of its response says.

    Raises:
        CheckFailed: the status is not 200.
    """
    response = respond(view, address, parameters)
    asked = f"{address}?{urlencode(parameters)}" if parameters else address
    status = response.status_code
    expect(status == 200, f"GET {asked} is answered with status {status}.")
    return json.loads(b"".join(response))
