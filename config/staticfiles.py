"""Static files with hashed names, JavaScript module imports included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Rewrites `import` lines of our own and vendored modules too, so that every file can be cached for ever."""

    support_js_module_import_aggregation = True
    manifest_strict = True
