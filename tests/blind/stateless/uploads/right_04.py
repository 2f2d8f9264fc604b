"""A storage of its own: S3 itself refuses to overwrite (If-None-Match), so two servers can't race."""

import secrets

from botocore.exceptions import ClientError
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from storages.backends.s3 import S3Storage
from storages.utils import clean_name, is_seekable, to_bytes

MAX_SIZE = 1_000_000
KINDS = {"image/jpeg": "jpg", "image/png": "png"}
LIFETIME = 20 * 60


class PhotoStorage(S3Storage):
    """Saves only where S3 has nothing, and signs uploads of browsers."""

    file_overwrite = False
    signature_version = "s3v4"
    region_name = "us-east-1"
    addressing_style = "path"
    querystring_expire = LIFETIME

    def _save(self, name, content):
        if is_seekable(content):
            content.seek(0)
        body = to_bytes(content.read())
        while True:
            name = clean_name(name)
            key = self._normalize_name(name)
            try:
                self.connection.meta.client.put_object(
                    Bucket=self.bucket_name,
                    Key=key,
                    Body=body,
                    IfNoneMatch="*",
                    **self._get_write_parameters(key, content),
                )
            except ClientError as error:
                # Another server was faster, or is just now.
                if error.response["ResponseMetadata"]["HTTPStatusCode"] not in {409, 412}:
                    raise
                name = self.get_available_name(name)
            else:
                return name

    def signed_post(self, name, content_type):
        return self.connection.meta.client.generate_presigned_post(
            Bucket=self.bucket_name,
            Key=self._normalize_name(clean_name(name)),
            Fields={"Content-Type": content_type},
            Conditions=[
                {"Content-Type": content_type},
                ["content-length-range", 1, MAX_SIZE],
            ],
            ExpiresIn=LIFETIME,
        )


def settings(env):
    return {
        "STORAGES": {
            "default": {
                "BACKEND": f"{__name__}.PhotoStorage",
                "OPTIONS": {
                    "endpoint_url": env["S3_URL"],
                    "bucket_name": env["BUCKET"],
                    "access_key": env["ACCESS_KEY"],
                    "secret_key": env["SECRET_KEY"],
                },
            },
        },
    }


def upload(name, content_type, size):
    if content_type not in KINDS:
        raise ValidationError("Not a JPEG or PNG.")
    if not 1 <= size <= MAX_SIZE:
        raise ValidationError("Empty, or more than 1,000,000 bytes.")
    key = f"photos/{secrets.token_urlsafe(24)}.{KINDS[content_type]}"
    return {"key": key} | default_storage.signed_post(key, content_type)


def link(key):
    return default_storage.url(key)
