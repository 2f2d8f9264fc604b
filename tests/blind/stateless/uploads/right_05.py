"""The policy of the POST is written and signed by hand (Signature Version 4)."""

import base64
import hashlib
import hmac
import json
import uuid
from datetime import UTC, datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

MAX_SIZE = 1_000_000
REGION = "us-east-1"


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
                    "signature_version": "s3v4",
                    "addressing_style": "path",
                    "file_overwrite": False,
                },
            },
        },
    }


def hmac_sha256(secret, text):
    return hmac.new(secret, text.encode(), hashlib.sha256).digest()


def upload(name, content_type, size):
    if content_type not in {"image/jpeg", "image/png"}:
        raise ValidationError("Only JPEG and PNG.")
    if size > MAX_SIZE or size <= 0:
        raise ValidationError("Only up to 1,000,000 bytes.")

    storage = default_storage
    key = f"uploads/{uuid.uuid4()}"
    now = datetime.now(UTC)
    stamp = now.strftime("%Y%m%dT%H%M%SZ")
    scope = [stamp[:8], REGION, "s3", "aws4_request"]
    fields = {
        "key": key,
        "Content-Type": content_type,
        "x-amz-algorithm": "AWS4-HMAC-SHA256",
        "x-amz-credential": "/".join([storage.access_key, *scope]),
        "x-amz-date": stamp,
    }
    policy = {
        "expiration": (now + timedelta(minutes=15)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "conditions": [
            {"bucket": storage.bucket_name},
            ["content-length-range", 1, MAX_SIZE],
            *({field: value} for field, value in fields.items()),
        ],
    }
    fields["policy"] = base64.b64encode(json.dumps(policy).encode()).decode()
    secret = f"AWS4{storage.secret_key}".encode()
    for part in scope:
        secret = hmac_sha256(secret, part)
    fields["x-amz-signature"] = hmac_sha256(secret, fields["policy"]).hex()
    return {
        "key": key,
        "url": f"{storage.endpoint_url}/{storage.bucket_name}",
        "fields": fields,
    }


def link(key):
    return default_storage.url(key, expire=3000)
