"""The texts of the package that are filled in."""

from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template, select_autoescape


def text(name: str) -> str:
    """A text as the package ships it."""
    return (files("watcher.evidence") / "templates" / name).read_text("utf-8")


def filled(name: str, **words: object) -> str:
    """The text with these words; in HTML they are escaped."""
    return _template(name).render(**words)


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=FunctionLoader(text),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(name)
