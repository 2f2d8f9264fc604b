"""No django-storages: a storage on top of boto3, whose save() S3 keeps from overwriting."""

import mimetypes
import uuid

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage
from django.utils.deconstruct import deconstructible
from django.utils.functional import cached_property

MAX_SIZE = 1_000_000
PHOTOS = {"image/jpeg", "image/png"}


def status_of(error):
    return error.response["ResponseMetadata"]["HTTPStatusCode"]


@deconstructible
class BucketStorage(Storage):
    def __init__(self, url, bucket, access_key, secret_key, expires=900):
        self._url = url
        self._bucket = bucket
        self._access_key = access_key
        self._secret_key = secret_key
        self._expires = expires

    @cached_property
    def client(self):
        return boto3.session.Session().client(
            "s3",
            endpoint_url=self._url,
            aws_access_key_id=self._access_key,
            aws_secret_access_key=self._secret_key,
            region_name="us-east-1",
            config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
        )

    def _open(self, name, mode="rb"):
        if mode != "rb":
            raise ValueError("Photos are opened for reading bytes.")
        try:
            answer = self.client.get_object(Bucket=self._bucket, Key=name)
        except ClientError as error:
            if status_of(error) == 404:
                raise FileNotFoundError(name) from error
            raise
        return ContentFile(answer["Body"].read(), name=name)

    def _save(self, name, content):
        if content.seekable():
            content.seek(0)
        body = content.read()
        if isinstance(body, str):
            body = body.encode()
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        while True:
            try:
                self.client.put_object(
                    Bucket=self._bucket, Key=name, Body=body, ContentType=kind, IfNoneMatch="*"
                )
            except ClientError as error:
                if status_of(error) not in {409, 412}:
                    raise
                name = self.get_available_name(name)
            else:
                return name

    def _head(self, name):
        try:
            return self.client.head_object(Bucket=self._bucket, Key=name)
        except ClientError as error:
            if status_of(error) == 404:
                raise FileNotFoundError(name) from error
            raise

    def exists(self, name):
        try:
            self._head(name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name):
        return self._head(name)["ContentLength"]

    def get_modified_time(self, name):
        return self._head(name)["LastModified"]

    def delete(self, name):
        self.client.delete_object(Bucket=self._bucket, Key=name)

    def listdir(self, path):
        prefix = f"{path.rstrip('/')}/" if path else ""
        folders, files = [], []
        pages = self.client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=prefix, Delimiter="/"
        )
        for page in pages:
            for entry in page.get("CommonPrefixes", []):
                folders.append(entry["Prefix"].removeprefix(prefix).rstrip("/"))
            for entry in page.get("Contents", []):
                files.append(entry["Key"].removeprefix(prefix))
        return folders, files

    def url(self, name):
        return self.client.generate_presigned_url(
            "get_object",
            Params={"Bucket": self._bucket, "Key": name},
            ExpiresIn=self._expires,
        )

    def post(self, name, content_type):
        return self.client.generate_presigned_post(
            self._bucket,
            name,
            Fields={"Content-Type": content_type},
            Conditions=[
                {"Content-Type": content_type},
                ["content-length-range", 1, MAX_SIZE],
            ],
            ExpiresIn=self._expires,
        )


def settings(env):
    return {
        "STORAGES": {
            "default": {
                "BACKEND": f"{__name__}.BucketStorage",
                "OPTIONS": {
                    "url": env["S3_URL"],
                    "bucket": env["BUCKET"],
                    "access_key": env["ACCESS_KEY"],
                    "secret_key": env["SECRET_KEY"],
                },
            },
        },
    }


def upload(name, content_type, size):
    if content_type not in PHOTOS:
        raise ValidationError("This is neither JPEG nor PNG.")
    if not 0 < size <= MAX_SIZE:
        raise ValidationError("This is empty or too big.")
    key = uuid.uuid4().hex
    post = default_storage.post(key, content_type)
    return {"key": key, "url": post["url"], "fields": post["fields"]}


def link(key):
    return default_storage.url(key)
