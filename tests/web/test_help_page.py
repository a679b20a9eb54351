"""Help: every kind, every code and every key is explained under an address of its own."""

import re
from pathlib import Path

from watcher.model import KINDS, Flag
from watcher.pipeline.doctor.codes import CODES

ROOT = Path(__file__).parent.parent.parent


def test_every_kind_has_an_anchor(desk):
    page = desk.read("/help/kinds")
    assert [name for name in KINDS if f'id="{name}"' not in page] == []
    assert [flag for flag in Flag if f'id="{flag.value}"' not in page] == []
    assert len(desk.browser.get("/help/kinds.json").json()["kinds"]) == len(KINDS)


def test_why_a_finding_is_told_leads_to_its_kind(desk):
    told = desk.store.history.told_of(desk.store.history.version("original", 2))
    assert f'href="/help/kinds#{told.findings[0].kind}"' in desk.read(f"/c/{told.change_id}")


def test_the_page_of_codes_says_what_the_document_says():
    said = {}
    for line in (ROOT / "docs" / "doctor.md").read_text(encoding="utf-8").splitlines():
        if row := re.fullmatch(r'\| <a id="\w+"></a>(WD\d+) \| (.*?) \| (.*?) \|', line):
            code, *rest = row.groups()
            said[code] = tuple(re.sub(r"\[(.*?)\]\(.*?\)", r"\1", words) for words in rest)
    assert said == {code: (meaning.asks, meaning.way_out) for code, meaning in CODES.items()}


def test_every_key_of_the_script_is_explained_without_it(desk):
    page = desk.read("/help")
    script = (ROOT / "watcher" / "web" / "static" / "watcher.js").read_text(encoding="utf-8")
    assert len(script.encode()) <= 15_000
    for key in ("j, k", "n, p", "1 to 8", "e", "o", "y", "/", "?"):
        assert f"<kbd>{key}</kbd>" in page, key
