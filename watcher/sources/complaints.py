"""What pydantic complains of, in our words at its place in the file."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from watcher.sources.forms import Form
from watcher.sources.marked import Page, Way, place, quoted, written
from watcher.sources.nearest import hint
from watcher.sources.problem import Problem
from watcher.sources.schema import keys_at

_WANTED = {
    "string_type": "must be text",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "dict_type": "must be a mapping of keys and values",
    "model_type": "must be a mapping of keys and values",
    "model_attributes_type": "must be a mapping of keys and values",
}
_LIMITS = {"greater_than_equal": ("ge", "at least"), "less_than_equal": ("le", "at most")}


def complaints(error: ValidationError, page: Page, form: type[Form], way: Way = ()) -> Iterator[Problem]:
    """Every complaint as a problem; the `way` leads to what was asked, in a page of this form."""
    for detail in error.errors(include_url=False, include_input=False):
        detail["loc"] = (*way, *detail["loc"])
        yield _told(detail, page, form)


def _told(detail: ErrorDetails, page: Page, form: type[Form]) -> Problem:
    kind = detail["type"]
    if kind == "extra_forbidden":
        return _unknown_key(detail, page, form)
    teller = _TELLERS.get(kind)
    if teller:
        return teller(detail, page)
    return _value(detail, page, kind if kind.startswith("WC") else "WC005", _message(detail))


def _unknown_key(detail: ErrorDetails, page: Page, form: type[Form]) -> Problem:
    loc = detail["loc"]
    return page.on_key(loc, "WC003", f"unknown key.{hint(str(loc[-1]), keys_at(form, loc[:-1]))}")


def _missing(detail: ErrorDetails, page: Page) -> Problem:
    parent = detail["loc"][:-1]
    step = page.walk(parent)
    at = place(step.key or step.value)
    return page.problem(at, written(step.trail), "WC004", f"the key '{detail['loc'][-1]}' is missing")


def _without_type(detail: ErrorDetails, page: Page) -> Problem:
    return page.on_key(detail["loc"], "WC004", "the key 'type' is missing")


def _wrong_type(detail: ErrorDetails, page: Page) -> Problem:
    choices = _choices(detail, "expected_tags")
    return _one_of((*detail["loc"], "type"), page, choices)


def _no_choice(detail: ErrorDetails, page: Page) -> Problem:
    return _one_of(detail["loc"], page, _choices(detail, "expected"))


def _one_of(loc: tuple[str | int, ...], page: Page, choices: list[str]) -> Problem:
    node = page.walk(loc).value
    value = node.value if isinstance(node.value, str) else ""
    words = "must be one of " + ", ".join(choices) if len(choices) > 1 else f"must be {''.join(choices)}"
    meant = hint(value, choices)
    return page.on_value(loc, "WC008", f"{quoted(page, node)}{words}{'.' + meant if 'mean' in meant else ''}")


def _limit(detail: ErrorDetails, page: Page) -> Problem:
    name, words = _LIMITS[detail["type"]]
    return _value(detail, page, "WC026", f"must be {words} {detail['ctx'][name]}")


def _too_short(detail: ErrorDetails, page: Page) -> Problem:
    return _value(detail, page, "WC026", "must not be empty")


_TELLERS: dict[str, Callable[[ErrorDetails, Page], Problem]] = {
    "missing": _missing,
    "union_tag_not_found": _without_type,
    "union_tag_invalid": _wrong_type,
    "literal_error": _no_choice,
    "greater_than_equal": _limit,
    "less_than_equal": _limit,
    "too_short": _too_short,
}


def _value(detail: ErrorDetails, page: Page, code: str, message: str) -> Problem:
    loc = detail["loc"]
    step = page.walk(loc)
    if loc and loc[-1] == "[key]":
        return page.on_key(loc, code, f"'{step.trail[-1]}' {message}")
    return page.on_value(loc, code, quoted(page, step.value) + message)


def _message(detail: ErrorDetails) -> str:
    return _WANTED.get(detail["type"], detail["msg"])


def _choices(detail: ErrorDetails, name: str) -> list[str]:
    """The words that pydantic lists in a sentence."""
    listed: Any = detail.get("ctx", {}).get(name, "")
    return re.findall(r"[\w-]+", str(listed).replace(" or ", " "))
