"""key: the policy only says how the key starts.

A browser that appends to the field key (such as "/2" or ".html") stores another object than upload()
named, and as many of them as it likes.
"""

import uuid
from datetime import datetime, timedelta, timezone

from botocore.auth import S3SigV4PostAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
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
    key = uuid.uuid4().hex
    storage = default_storage
    fields = {"key": key, "Content-Type": content_type}
    expires = datetime.now(timezone.utc) + timedelta(minutes=15)
    policy = {
        "expiration": expires.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "conditions": [
            {"bucket": storage.bucket_name},
            ["starts-with", "$key", key],
            {"Content-Type": content_type},
            ["content-length-range", 1, LIMIT],
        ],
    }
    request = AWSRequest("POST", f"{storage.endpoint_url.rstrip('/')}/{storage.bucket_name}")
    request.context["s3-presign-post-fields"] = fields
    request.context["s3-presign-post-policy"] = policy
    credentials = Credentials(storage.access_key, storage.secret_key)
    S3SigV4PostAuth(credentials, "s3", storage.region_name).add_auth(request)
    return {"key": key, "url": request.url, "fields": fields}


def link(key):
    return default_storage.url(key)
