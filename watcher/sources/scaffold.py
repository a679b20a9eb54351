"""What a new folder is furnished with."""

import json
from pathlib import Path

from watcher.sources.reading import DEFAULTS
from watcher.sources.schema import FORMS, schema


def scaffold(folder: Path, *, bundled: bool) -> list[Path]:
    """Write both files, their schemas and the vault's folder; say what is new or refreshed.

    A sources.yaml or watcher.yaml that is there already is never touched. `bundled`: with the pages
    that come with watcher, else with none.
    """
    folder.mkdir(parents=True, exist_ok=True)
    first = "sources.yaml" if bundled else "empty.yaml"
    written = [
        *_new(folder / "sources.yaml", (DEFAULTS / first).read_text(encoding="utf-8")),
        *_new(folder / "watcher.yaml", (DEFAULTS / "watcher.yaml").read_text(encoding="utf-8")),
        *(_refreshed(folder / f"{name}.schema.json", schema(name)) for name in FORMS),
    ]
    vault = folder / "snapshots"
    if not vault.exists():
        vault.mkdir()
        written.append(vault)
    return sorted(written)


def _new(path: Path, text: str) -> list[Path]:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        return []
    return [path]


def _refreshed(path: Path, form: dict[str, object]) -> Path:
    path.write_text(json.dumps(form, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path
