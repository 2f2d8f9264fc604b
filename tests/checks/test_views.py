"""A view is asked without a server."""

import pytest
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import Http404, HttpResponse, JsonResponse, StreamingHttpResponse
from rest_framework.response import Response
from rest_framework.views import APIView

from kata.checks import CheckFailed, get_json, respond


class ByRestFramework(APIView):
    def get(self, request):
        return Response(request.GET)


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


def refuse(request):
    raise BadRequest("No.")


@pytest.mark.parametrize("view", [refuse, lambda request: HttpResponse(status=400)])
def test_a_bad_request_has_a_status_and_no_json(view):
    assert respond(view, "/api/").status_code == 400
    with pytest.raises(CheckFailed, match=r"GET /api/\?page=2 is answered with status 400"):
        get_json(view, "/api/", {"page": 2})


@pytest.mark.parametrize(("error", "status"), [(SuspiciousOperation, 400), (Http404, 404)])
def test_an_error_has_the_status_that_django_gives_it(error, status):
    def view(request):
        raise error("No.")

    assert respond(view, "/api/").status_code == status
