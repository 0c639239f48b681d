"""Static files with hashed names, JavaScript module imports included."""

from collections.abc import Iterable, Iterator

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Rewrites `import` lines of our own and vendored modules too, so that every file can be cached for ever."""

    support_js_module_import_aggregation = True
    manifest_strict = True

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Compress only what visitors are sent: hashed names, and not the API library's own pages, which are eight megabytes."""
        sent = set(self.hashed_files.values())
        return super().compress_files(path for path in paths if path in sent and not path.startswith("ninja/"))
