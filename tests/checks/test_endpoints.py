"""A view is asked without a server."""

import pytest
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import Http404, HttpResponse, JsonResponse, StreamingHttpResponse
from django.test import Client
from rest_framework.response import Response
from rest_framework.views import APIView

from kata.checks import CheckFailed, get_json, respond, urls


class ByRestFramework(APIView):
    def get(self, request):
        return Response(request.GET)

    def post(self, request):
        return Response(request.data, status=201)


@pytest.mark.parametrize(
    "view",
    [
        lambda request: JsonResponse(request.GET),
        lambda request: StreamingHttpResponse(['{"page": ', '"2"}']),
        ByRestFramework.as_view(),
    ],
)
def test_its_json_is_read(view):
    assert get_json(view, "/api/", {"page": "2"}) == {"page": "2"}


def test_json_is_posted():
    response = respond(ByRestFramework.as_view(), "/api/", post={"tags": ["50%"]})
    assert (response.status_code, response.content) == (201, b'{"tags":["50%"]}')


def refuse(request):
    raise BadRequest("No.")


@pytest.mark.parametrize("view", [refuse, lambda request: HttpResponse(status=400)])
def test_a_bad_request_has_a_status_and_no_json(view):
    assert respond(view, "/api/").status_code == 400
    with pytest.raises(CheckFailed, match=r"GET /api/\?page=2 is answered with status 400"):
        get_json(view, "/api/", {"page": 2})


def test_views_are_found_by_their_paths(settings):
    settings.ROOT_URLCONF = urls({"": lambda _: HttpResponse("home"), "a/": refuse})
    assert Client().get("/").content == b"home"
    assert Client().get("/a/").status_code == 400


@pytest.mark.parametrize(("error", "status"), [(SuspiciousOperation, 400), (Http404, 404)])
def test_an_error_has_the_status_that_django_gives_it(error, status):
    def view(request):
        raise error("No.")

    assert respond(view, "/api/").status_code == status
