"""The tokens of programs that use Arena's API: a person's key, signed."""

from django.core import signing
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from arena.accounts.models import User

SALT = "arena.accounts.tokens"


def token_of(user: User) -> str:
    """Return the token of a person."""
    return signing.dumps(user.pk, salt=SALT)


class SignedToken(BaseAuthentication):
    """Reads ``Authorization: Token ...``, and fetches the person with one query."""

    def authenticate(self, request: Request) -> tuple[User, str] | None:
        """Return the person and the token, or nothing where none was sent."""
        word, _, token = request.headers.get("Authorization", "").partition(" ")
        if word != "Token":
            return None
        try:
            user = User.objects.get(pk=signing.loads(token, salt=SALT), is_active=True)
        except (signing.BadSignature, User.DoesNotExist):
            raise AuthenticationFailed from None
        return user, token

    def authenticate_header(self, request: Request) -> str:
        """Return what a response 401 asks for."""
        return "Token"
