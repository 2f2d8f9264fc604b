"""Links are signed by hand for an hour that begins on the half hour: so browsers can cache them.

Each is valid for 30 to 60 minutes. Uploads are PUTs.
"""

import hashlib
import hmac
from datetime import UTC, datetime
from urllib.parse import quote, urlencode, urlsplit
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

MAX_SIZE = 1_000_000
EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png"}
REGION = "us-east-1"


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
                    "region_name": REGION,
                    "signature_version": "s3v4",
                    "addressing_style": "path",
                    "file_overwrite": False,
                },
            },
        },
    }


def upload(name, content_type, size):
    extension = EXTENSIONS.get(content_type)
    if extension is None:
        raise ValidationError("The photo must be a JPEG or a PNG.")
    if size < 1 or size > MAX_SIZE:
        raise ValidationError("The photo must have 1 to 1,000,000 bytes.")
    key = f"{datetime.now(UTC):%Y/%m}/{uuid4()}.{extension}"
    url = default_storage.bucket.meta.client.generate_presigned_url(
        ClientMethod="put_object",
        Params={
            "Bucket": default_storage.bucket_name,
            "Key": key,
            "ContentType": content_type,
            "ContentLength": size,
            # The same URL can't be used again to put another photo there.
            "IfNoneMatch": "*",
        },
        ExpiresIn=900,
    )
    return {
        "key": key,
        "url": url,
        "headers": {"Content-Type": content_type, "If-None-Match": "*"},
    }


def sign(secret, text):
    return hmac.new(secret, text.encode(), hashlib.sha256).digest()


def link(key):
    storage = default_storage
    base = urlsplit(storage.endpoint_url)
    path = quote(f"{base.path.rstrip('/')}/{storage.bucket_name}/{key}")
    now = datetime.now(UTC)
    start = now.replace(minute=now.minute // 30 * 30, second=0, microsecond=0)
    stamp = start.strftime("%Y%m%dT%H%M%SZ")
    scope = f"{stamp[:8]}/{REGION}/s3/aws4_request"
    query = urlencode(
        {
            "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
            "X-Amz-Credential": f"{storage.access_key}/{scope}",
            "X-Amz-Date": stamp,
            "X-Amz-Expires": "3600",
            "X-Amz-SignedHeaders": "host",
        },
        quote_via=quote,
        safe="",
    )
    canonical = "\n".join(
        ["GET", path, query, f"host:{base.netloc}", "", "host", "UNSIGNED-PAYLOAD"]
    )
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    secret = f"AWS4{storage.secret_key}".encode()
    for part in scope.split("/"):
        secret = sign(secret, part)
    signature = sign(secret, "\n".join(["AWS4-HMAC-SHA256", stamp, scope, digest])).hex()
    return f"{base.scheme}://{base.netloc}{path}?{query}&X-Amz-Signature={signature}"
