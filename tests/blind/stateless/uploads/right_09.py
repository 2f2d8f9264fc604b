"""A form checks what is asked for; botocore's own signer signs the PUT and the link."""

import secrets
from urllib.parse import quote

from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

REGION = "us-east-1"


class PhotoForm(forms.Form):
    content_type = forms.ChoiceField(choices=[("image/jpeg", "JPEG"), ("image/png", "PNG")])
    size = forms.IntegerField(min_value=1, max_value=1_000_000)


def settings(env):
    return {
        "STORAGES": {
            "default": {
                "BACKEND": "storages.backends.s3.S3Storage",
                "OPTIONS": {
                    "endpoint_url": env["S3_URL"].rstrip("/"),
                    "bucket_name": env["BUCKET"],
                    "access_key": env["ACCESS_KEY"],
                    "secret_key": env["SECRET_KEY"],
                    "region_name": REGION,
                    "client_config": Config(
                        signature_version="s3v4", s3={"addressing_style": "path"}
                    ),
                    "file_overwrite": False,
                },
            },
        },
    }


def signed(method, key, headers=None):
    storage = default_storage
    request = AWSRequest(
        method=method,
        url=f"{storage.endpoint_url}/{storage.bucket_name}/{quote(key)}",
        headers=headers or {},
    )
    credentials = Credentials(storage.access_key, storage.secret_key)
    # All of the headers are signed, and no request is sent.
    S3SigV4QueryAuth(credentials, "s3", REGION, expires=1200).add_auth(request)
    return request.url


def upload(name, content_type, size):
    form = PhotoForm({"content_type": content_type, "size": size})
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    key = f"photo-{secrets.token_hex(20)}"
    headers = {"Content-Type": content_type, "Content-Length": str(size)}
    url = signed("PUT", key, headers)
    # The browser sets Content-Length itself: scripts must not.
    return {"key": key, "url": url, "headers": {"Content-Type": content_type}}


def link(key):
    return signed("GET", key)
