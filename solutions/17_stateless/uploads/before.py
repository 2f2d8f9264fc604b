"""Photos go through Django, onto the disk of one server. The second server doesn't have them.

Now there is an S3 bucket. Each server starts with settings(env). env has S3_URL, BUCKET,
ACCESS_KEY, SECRET_KEY, and LOCAL, a folder of its own. A browser asks upload() where to send a
photo: "key" and "url", with "fields" for a POST or "headers" for a PUT. link(key) shows it.

Change all three.

Rules:
- shared: all servers read with default_storage what one has stored.
- names: default_storage.save() overwrites no file.
- private: unsigned requests read and list nothing.
- requests: upload() and link() send none.
- links: S3 serves them, for 5 minutes to an hour.
- direct: so with uploads. default_storage.open(key) then reads the photo.
- key: new for each upload, without name, fixed for the browser.
- limits: JPEG and PNG, up to 1,000,000 bytes. Else upload() raises ValidationError, and S3
  refuses.
"""

from django.core.files.storage import default_storage


# TODO: the files are on one server, and each of them goes through it.
def settings(env):
    return {
        "STORAGES": {
            "default": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": env["LOCAL"], "base_url": "/media/"},
            },
        },
    }


def upload(name, content_type, size):
    return {"key": name, "url": "/upload/", "fields": {"content_type": content_type}}


def link(key):
    return default_storage.url(key)
