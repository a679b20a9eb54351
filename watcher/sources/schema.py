"""What an editor needs to know of the two files: their JSON Schemas."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from watcher.sources.forms import Form
from watcher.sources.marked import Loc
from watcher.sources.source_forms import SourcesForm
from watcher.sources.watcher_forms import WatcherForm

FORMS: Mapping[str, type[Form]] = {"sources": SourcesForm, "watcher": WatcherForm}


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of `sources` or `watcher`; KeyError for any other name."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | FORMS[name].model_json_schema()


@cache
def _of(form: type[Form]) -> dict[str, Any]:
    return form.model_json_schema()


def keys_at(form: type[Form], loc: Loc) -> list[str]:
    """The keys that the mapping at this place may have."""
    root = _of(form)
    node = root
    for part in loc:
        node = _below(_meant(root, node), part)
    return list(_meant(root, node).get("properties", {}))


def _below(node: dict[str, Any], part: str | int) -> dict[str, Any]:
    if isinstance(part, int):
        found: object = node.get("items")
    elif part in node.get("discriminator", {}).get("mapping", {}):
        found = {"$ref": node["discriminator"]["mapping"][part]}
    else:
        named = node.get("properties", {}).get(part) or node.get("additionalProperties")
        found = named or next(iter(node.get("patternProperties", {}).values()), None)
    return found if isinstance(found, dict) else {}


def _meant(root: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """The node itself behind references, and without the choice of null."""
    if "$ref" in node:
        found: dict[str, Any] = root["$defs"][node["$ref"].rpartition("/")[2]]
        return found
    choices = [choice for choice in node.get("anyOf", ()) if choice.get("type") != "null"]
    return _meant(root, choices[0]) if len(choices) == 1 else node
