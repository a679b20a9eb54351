"""How a template is filled in, with the libraries for it: loaded by the first digest, which most rounds never make."""

from collections.abc import Callable, Mapping

import css_inline
from jinja2 import DictLoader, Environment, StrictUndefined, select_autoescape


def environment(files: Mapping[str, str], filters: Mapping[str, Callable[..., str]]) -> Environment:
    """Where the templates of these files are got by name; what a template does not know is a mistake."""
    made = Environment(
        loader=DictLoader(dict(files)),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= filters
    return made


def inlined(page: str) -> str:
    """The page, its styles written into the elements; nothing is loaded from elsewhere."""
    return css_inline.CSSInliner(load_remote_stylesheets=False).inline(page)
