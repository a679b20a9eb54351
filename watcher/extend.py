"""The doors through which extensions come in, all on this page.

Each door is a decorator that takes a stable name. A stage opens its door by scanning one home
folder, so that to add an extension is to add one file there.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

Extension = TypeVar("Extension", bound=Callable[..., Any])


class Door(Generic[Extension]):
    """Lets extensions in by name and hands them out in the order of their names."""

    def __init__(self, noun: str) -> None:
        self.noun = noun
        self._inside: dict[str, tuple[Extension, dict[str, Any]]] = {}

    def __call__(self, name: str, **traits: Any) -> Callable[[Extension], Extension]:
        """Let the decorated function in under this name, with traits that the stage asks for."""

        def enter(extension: Extension) -> Extension:
            if name in self._inside:
                raise ValueError(f"two {self.noun}s are called {name!r}")
            self._inside[name] = (extension, traits)
            return extension

        return enter

    def __iter__(self) -> Iterator[tuple[str, Extension]]:
        """(name, extension), sorted by name."""
        return ((name, self._inside[name][0]) for name in sorted(self._inside))

    def __contains__(self, name: object) -> bool:
        return name in self._inside

    def __getitem__(self, name: str) -> Extension:
        return self._inside[name][0]

    def trait(self, name: str, trait: str, default: Any = None) -> Any:
        """A trait that the extension of this name was let in with."""
        return self._inside[name][1].get(trait, default)

    def scan(self, package: str) -> "Door[Extension]":
        """Import every module of the home folder, so that its extensions come in."""
        home = importlib.import_module(package)
        for module in pkgutil.iter_modules(home.__path__, f"{package}."):
            importlib.import_module(module.name)
        return self


def named(name: str) -> Callable[..., Any]:
    """Load the function of that name (`package.module:function`) where it is called, and nowhere before."""
    module, _, function = name.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return found


lift: Door[Callable[..., Any]] = Door("lift")
"""`@lift("archived")` on `(tree: Tree) -> str | None`: reads a fact off a page before anything is stripped."""

strip: Door[Callable[..., Any]] = Door("strip rule")
"""`@strip("gov-banner")` on `(tree: Tree) -> Iterable[Tag]`: names what is boilerplate; the caller takes it out."""

stamp: Door[Callable[..., Any]] = Door("stamp")
"""`@stamp("aila-stamp")` on `(text: str) -> Iterator[tuple[int, int]]`: what is cut out even inside a sentence.

With `joins=False` it never parts a sentence, so none is joined where it stood.
"""

page_kind: Door[Callable[..., Any]] = Door("page kind")
"""`@page_kind("qa", fits=function)` on `(page) -> Iterator[Block]`: cuts a sort of page into blocks.

`fits(page) -> float` tells how well it suits, from 0 to 1.
"""

detector: Door[Callable[..., Any]] = Door("detector")
"""`@detector("faq-answer")` on `(change: Change) -> Iterator[Finding]`: says what a change means."""

notifier: Door[Callable[..., Any]] = Door("notifier")
"""`@notifier("slack")` on `async (message, delivery, channel, post) -> str`: hands a message over, gives the reply.

`pause` seconds pass between two messages to one channel; without that trait, one.
"""
