"""What programs may ask for over HTTP: `/api/v1`, read-only, described by its own OpenAPI."""

from watcher.web.api import event
from watcher.web.api.app import HOME, api

__all__ = ["HOME", "api", "event"]
