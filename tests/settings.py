"""Settings of the test suite: the real ones, with what must not leak in from the shell or be slow taken out."""

import os

for name in ("PRODUCTION", "DEMO", "DEBUG", "SITE_URL", "ALLOWED_HOSTS", "EMAIL_URL", "MAIL_FROM", "REDIS_URL", "OBJECT_STORE_BUCKET"):
    os.environ.pop(name, None)

from config.settings import *  # noqa: E402, F403
from config.settings import DATA_DIR, DATABASES, STORAGES  # noqa: E402

_state = DATA_DIR / "test"
STATIC_ROOT = _state / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
MEDIA_ROOT = _state / "media"
MAIL_DIR = _state / "mail"

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory, so that threads and a live server see the same rows through connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": str(_state / "test.sqlite3")}
    _pragmas = DATABASES["default"]["OPTIONS"]
    _pragmas["init_command"] = _pragmas["init_command"].replace("synchronous=FULL", "synchronous=OFF")
DATABASES["default"]["CONN_MAX_AGE"] = 0  # a connection kept by a live server's thread would block dropping the database

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
