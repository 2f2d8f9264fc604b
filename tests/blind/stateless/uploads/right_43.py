"""S3Storage with a condition on each PutObject, and a POST policy that is signed by hand with hmac."""

import base64
import hashlib
import hmac
import json
import secrets
import sys
import types
from datetime import datetime, timedelta, timezone

from boto3.s3.transfer import TransferConfig
from botocore.exceptions import ClientError
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from storages.backends.s3 import S3Storage

REGION = "us-east-1"
LIFE = timedelta(minutes=20)


def _only_new(params, **_):
    params["IfNoneMatch"] = "*"


class CarefulStorage(S3Storage):
    """S3 refuses to overwrite, also if the name was taken after exists() was asked."""

    @property
    def connection(self):
        is_new = getattr(self._connections, "connection", None) is None
        connection = super().connection
        if is_new:
            events = connection.meta.client.meta.events
            events.register("provide-client-params.s3.PutObject", _only_new)
        return connection

    @property
    def bucket(self):
        return self.connection.Bucket(self.bucket_name)  # one for each thread

    def _save(self, name, content):
        try:
            return super()._save(name, content)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] not in (409, 412):
                raise
        return self._save(self.get_available_name(name), content)


_home = sys.modules.setdefault("arena_careful_storage", types.ModuleType("arena_careful_storage"))
_home.CarefulStorage = CarefulStorage


def settings(env):
    return {
        "STORAGES": {
            "default": {
                "BACKEND": "arena_careful_storage.CarefulStorage",
                "OPTIONS": {
                    "endpoint_url": env["S3_URL"],
                    "bucket_name": env["BUCKET"],
                    "access_key": env["ACCESS_KEY"],
                    "secret_key": env["SECRET_KEY"],
                    "region_name": REGION,
                    "signature_version": "s3v4",
                    "addressing_style": "path",
                    "file_overwrite": False,
                    "querystring_expire": int(LIFE.total_seconds()),
                    # Each save() is one PutObject, with its condition.
                    "transfer_config": TransferConfig(multipart_threshold=5 * 1024**3),
                },
            },
        },
    }


def _mac(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256)


def _sign(secret_key, day, text):
    key = b"AWS4" + secret_key.encode()
    for part in (day, REGION, "s3", "aws4_request"):
        key = _mac(key, part).digest()
    return _mac(key, text).hexdigest()


def upload(name, content_type, size):
    if content_type not in {"image/jpeg", "image/png"}:
        raise ValidationError("Only JPEG and PNG.")
    if size < 1 or size > 1_000_000:
        raise ValidationError("Only up to 1,000,000 bytes.")
    storage = default_storage
    now = datetime.now(timezone.utc)
    day = now.strftime("%Y%m%d")
    fields = {
        "key": secrets.token_hex(16),
        "Content-Type": content_type,
        "x-amz-algorithm": "AWS4-HMAC-SHA256",
        "x-amz-credential": f"{storage.access_key}/{day}/{REGION}/s3/aws4_request",
        "x-amz-date": now.strftime("%Y%m%dT%H%M%SZ"),
    }
    policy = {
        "expiration": (now + LIFE).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "conditions": [
            {"bucket": storage.bucket_name},
            *({field: value} for field, value in fields.items()),
            ["content-length-range", 1, 1_000_000],
        ],
    }
    fields["policy"] = base64.b64encode(json.dumps(policy).encode()).decode()
    fields["x-amz-signature"] = _sign(storage.secret_key, day, fields["policy"])
    url = f"{storage.endpoint_url.rstrip('/')}/{storage.bucket_name}"
    return {"key": fields["key"], "url": url, "fields": fields}


def link(key):
    return default_storage.url(key)
