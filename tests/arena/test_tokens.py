"""The tokens of the API's programs."""

import pytest
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from arena.accounts.models import User
from arena.accounts.tokens import SignedToken, token_of

pytestmark = pytest.mark.django_db


def authenticate(sent: str | None) -> tuple[User, str] | None:
    headers = {} if sent is None else {"authorization": sent}
    request: Request = APIRequestFactory().get("/", headers=headers)
    return SignedToken().authenticate(request)


def test_a_token_is_its_persons():
    ada = User.objects.create(username="ada")
    assert authenticate(f"Token {token_of(ada)}") == (ada, token_of(ada))


@pytest.mark.parametrize("sent", [None, "", "Basic YTpi"])
def test_other_headers_are_left_to_other_classes(sent):
    assert authenticate(sent) is None


def test_a_wrong_token_and_one_of_a_person_who_left_are_refused():
    tom = User.objects.create(username="tom", is_active=False)
    for token in ("", token_of(tom), token_of(tom) + "x"):
        with pytest.raises(AuthenticationFailed):
            authenticate(f"Token {token}")
    assert SignedToken().authenticate_header(APIRequestFactory().get("/")) == "Token"
