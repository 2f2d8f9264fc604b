"""Right: the policy of the POST is signed by hand."""

import hmac
import json
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

REGION = "us-east-1"
MOST = 1_000_000
VALID = timedelta(minutes=20)


def settings(env):
    options = {
        "endpoint_url": env["S3_URL"],
        "bucket_name": env["BUCKET"],
        "access_key": env["ACCESS_KEY"],
        "secret_key": env["SECRET_KEY"],
        "region_name": REGION,
        "signature_version": "s3v4",
        "addressing_style": "path",
        "file_overwrite": False,
        "querystring_expire": int(VALID.total_seconds()),
    }
    return {
        "STORAGES": {
            "default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options},
            "staticfiles": {
                "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
            },
        },
    }


def upload(name, content_type, size):
    if content_type not in ("image/jpeg", "image/png"):
        raise ValidationError("JPEG or PNG, please.")
    if not isinstance(size, int) or size < 1 or size > MOST:
        raise ValidationError("That is too large.")
    key = f"u/{token_urlsafe(18)}"
    now = datetime.now(UTC)
    day = now.strftime("%Y%m%d")
    fields = {
        "key": key,
        "Content-Type": content_type,
        "x-amz-algorithm": "AWS4-HMAC-SHA256",
        "x-amz-credential": f"{default_storage.access_key}/{day}/{REGION}/s3/aws4_request",
        "x-amz-date": now.strftime("%Y%m%dT%H%M%SZ"),
    }
    conditions = [{field: value} for field, value in fields.items()]
    conditions += [
        {"bucket": default_storage.bucket_name},
        ["content-length-range", 1, MOST],
    ]
    policy = {
        "expiration": (now + VALID).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "conditions": conditions,
    }
    fields["policy"] = b64encode(json.dumps(policy).encode()).decode()
    fields["x-amz-signature"] = signature(day, fields["policy"])
    server = default_storage.endpoint_url.rstrip("/")
    return {"key": key, "url": f"{server}/{default_storage.bucket_name}", "fields": fields}


def signature(day, text):
    secret = f"AWS4{default_storage.secret_key}".encode()
    for part in (day, REGION, "s3", "aws4_request"):
        secret = hmac.digest(secret, part.encode(), "sha256")
    return hmac.digest(secret, text.encode(), "sha256").hex()


def link(key):
    return default_storage.url(key)
