"""direct: the form ends with a whole minute, and so up to a minute too early.

Its policy is made for five minutes and its end rounded down, for shorter texts: what upload() has
returned at 12:00:59 is refused from 12:05:00 on, a second after its fourth minute.
"""

import base64
import hashlib
import hmac
import json
import uuid
from datetime import datetime, timedelta, timezone

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

TYPES = ("image/jpeg", "image/png")
LIMIT = 1_000_000


def settings(env):
    return {
        "STORAGES": {
            "default": {
                "BACKEND": "storages.backends.s3.S3Storage",
                "OPTIONS": {
                    "endpoint_url": env["S3_URL"],
                    "bucket_name": env["BUCKET"],
                    "access_key": env["ACCESS_KEY"],
                    "secret_key": env["SECRET_KEY"],
                    "region_name": "us-east-1",
                    "signature_version": "s3v4",
                    "addressing_style": "path",
                    "file_overwrite": False,
                    "querystring_expire": 900,
                },
            },
        },
    }


def upload(name, content_type, size):
    if content_type not in TYPES or not 0 < size <= LIMIT:
        raise ValidationError("A JPEG or a PNG of up to 1,000,000 bytes, please.")
    storage = default_storage
    now = datetime.now(timezone.utc)
    scope = [now.strftime("%Y%m%d"), storage.region_name, "s3", "aws4_request"]
    fields = {
        "key": uuid.uuid4().hex,
        "Content-Type": content_type,
        "x-amz-algorithm": "AWS4-HMAC-SHA256",
        "x-amz-credential": "/".join([storage.access_key, *scope]),
        "x-amz-date": now.strftime("%Y%m%dT%H%M%SZ"),
    }
    conditions = [{field: value} for field, value in fields.items()]
    conditions += [{"bucket": storage.bucket_name}, ["content-length-range", 1, LIMIT]]
    expiration = f"{now + timedelta(minutes=5):%Y-%m-%dT%H:%M:00Z}"
    policy = json.dumps({"expiration": expiration, "conditions": conditions})
    fields["policy"] = base64.b64encode(policy.encode()).decode()
    key = b"AWS4" + storage.secret_key.encode()
    for part in [*scope, fields["policy"]]:
        key = hmac.digest(key, part.encode(), hashlib.sha256)
    fields["x-amz-signature"] = key.hex()
    url = f"{storage.endpoint_url.rstrip('/')}/{storage.bucket_name}"
    return {"key": fields["key"], "url": url, "fields": fields}


def link(key):
    return default_storage.url(key)
