"""What anybody pays who asks for these pages and hashes the answers: `python -m tools.bench.floors CLIENT URLS`."""

import asyncio
import hashlib
import importlib
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

_AT_ONCE = 64
_ONE_IN = 10


async def with_httpx(urls: Sequence[str]) -> None:
    """The client that we were given, as it comes."""
    httpx = importlib.import_module("httpx")  # here, since who measures one client does not pay for both
    async with httpx.AsyncClient(timeout=30) as client:

        async def ask(url: str) -> bytes:
            content: bytes = (await client.get(url)).content
            return content

        await _all(ask, urls)


async def with_soup(urls: Sequence[str]) -> None:
    """The client that we were given, and a tenth of the pages made into text by the library that we were given."""
    httpx, bs4 = importlib.import_module("httpx"), importlib.import_module("bs4")
    importlib.import_module("soup5ever")  # the quickest of its tree builders that reads HTML as browsers do
    changed = set(urls[::_ONE_IN])
    async with httpx.AsyncClient(timeout=30) as client:

        async def ask(url: str) -> bytes:
            content: bytes = (await client.get(url)).content
            if url in changed:
                bs4.BeautifulSoup(content.decode(), "html5ever").get_text(" ")
            return content

        await _all(ask, urls)


async def with_aiohttp(urls: Sequence[str]) -> None:
    """The client whose transport we put under it."""
    aiohttp = importlib.import_module("aiohttp")
    async with aiohttp.ClientSession() as client:

        async def ask(url: str) -> bytes:
            async with client.get(url) as answer:
                content: bytes = await answer.read()
                return content

        await _all(ask, urls)


async def _all(ask: Callable[[str], Awaitable[bytes]], urls: Sequence[str]) -> None:
    places = asyncio.Semaphore(_AT_ONCE)

    async def one(url: str) -> str:
        async with places:
            return hashlib.sha256(await ask(url)).hexdigest()

    await asyncio.gather(*map(one, urls))


if __name__ == "__main__":
    clients = {"httpx": with_httpx, "aiohttp": with_aiohttp, "httpx+soup": with_soup}
    asyncio.run(clients[sys.argv[1]](Path(sys.argv[2]).read_text().split()))
