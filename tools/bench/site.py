"""The site that everybody is sent to: government-like pages of 74 kB whose tokens move with every answer."""

import hashlib
from dataclasses import replace

from watcher.demo import ManyPages
from watcher.demo.server import Reply, Request

HOSTS = tuple(f"127.0.0.{number}" for number in range(1, 21))


class TaggedPages(ManyPages):
    """The same pages with an entity tag each: who has one is told that nothing changed."""

    def answer(self, request: Request) -> Reply:
        """The page with its tag; 304 where the asker has it."""
        tag = f'"{hashlib.sha256(request.target.encode()).hexdigest()[:16]}"'
        if request.headers.get("if-none-match") == tag:
            return Reply(status=304, headers=(("ETag", tag),))
        page = super().answer(request)
        return replace(page, headers=(*page.headers, ("ETag", tag)))
