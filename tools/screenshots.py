"""docs/pictures, taken of the demo: its digest as a mail program shows it, its audit pages in both themes."""

import mailbox
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from io import BytesIO
from pathlib import Path

import uvicorn
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from watcher import __version__, sources
from watcher.demo.play import SimulatedClock
from watcher.demo.script import ROUNDS, START
from watcher.store import open_reader, open_store
from watcher.web.app import application
from watcher.web.guard import Access
from watcher.web.library import Library
from watcher.web.sessions import Sessions
from watcher.wiring.secret import tickets

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
DEMO = ROOT / "demo"

_CHROMIUM = "/usr/bin/chromium"
_QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
          "--disable-background-networking", "--disable-component-update", "--disable-sync")  # fmt: skip
_TOKEN = "shown-to-nobody"  # noqa: S105 - the operator of these pages is this program
_PORT = 8000
_WIDE, _TALL, _INKS = 960, 860, 128
"""A page's width, how much of its length is shown, and in how many colours: small pictures that keep every mark."""
_THEMES = {"": "light", "-dark": "dark"}

_ICE, _DHS, _AILA, _NILC = "ice-secure-comm", "dhs-qa-eo-13768", "aila-qa-eo-13768", "nilc-pep-scomm"
_PAGES: Mapping[str, str] = {
    "inbox": "/",
    "sources": "/sources",
    "source": f"/sources/{_ICE}",
    "snapshot": f"/sources/{_AILA}/v2",
    "snapshot-rendered": f"/sources/{_NILC}/v1?tab=rendered",
    "compare-redline": f"/sources/{_AILA}/v1..v2?view=redline",
    "compare-side-by-side": f"/sources/{_AILA}/v1..v2?view=split",
    "compare-questions": f"/sources/{_DHS}/v1..v2?view=faq",
    "compare-list": f"/sources/{_NILC}/v1..v2?view=list",
    "compare-figures": f"/sources/{_ICE}/v1..v2?view=figures",
    "compare-links": f"/sources/{_NILC}/v1..v2?view=links",
    "compare-source": f"/sources/{_AILA}/v1..v2?view=source",
    "compare-original": f"/sources/{_AILA}/v2..v3?view=original",
    "change": "/c/{change}",
    "exhibit": "/c/{change}/exhibit",
    "digests": "/digests",
    "digest-page": "/digests/{digest}",
    "deliveries": "/deliveries",
    "health": "/health",
    "search": "/search?q=3%2C181+jurisdictions",
    "verify": "/verify?hash={hash}",
    "help": "/help",
    "help-kinds": "/help/kinds",
    "help-doctor": "/help/doctor",
    "share": "/share?path=/c/{change}",
}
_PAPER = frozenset({"exhibit"})
"""Pages that are paper: they have one theme."""


def html_part(message: EmailMessage) -> str:
    """The HTML part, empty when there is none."""
    part = message.get_body(("html",))
    return part.get_content() if part is not None else ""


def telling_mail(folder: Path) -> str:
    """The mail with what is critical beside what is high, and most replaced words; exits in words without any mail."""
    parse = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes
    box = mailbox.Maildir(folder, create=False) if folder.is_dir() else ()
    mails = [html_part(parse(message.as_bytes())) for message in box]
    if not mails:
        sys.exit(f"no mail in {folder}: run `make demo` first")
    both = ("CRITICAL", "HIGH")
    return max(mails, key=lambda mail: (all(map(mail.count, both)), min(mail.count("<ins"), mail.count("<del")), mail))


@contextmanager
def served() -> Iterator[dict[str, str]]:
    """The demo's pages on a port, two hours after its last look; what in their addresses is the demo's own."""
    watched = sources.load(DEMO, {})
    vault, clock = Path(watched.vault), SimulatedClock(START + ROUNDS[-1].after + timedelta(hours=2))
    with open_reader(vault, watched.database) as store:
        library = Library(
            store, watched, clock, lambda: open_store(vault, watched.database, clock), tickets(watched), __version__
        )
        pages = application(library, Access({"127.0.0.1"}, is_private=False), Sessions(_TOKEN, clock.monotonic))
        server = uvicorn.Server(uvicorn.Config(pages, port=_PORT, log_level="error", lifespan="off", ws="none"))
        told = [one for one in store.history.changes(limit=50) if one.findings]
        altered = next(one for one in told if one.findings[0].kind == "faq.answer-altered")
        own = {
            "change": altered.change_id,
            "digest": store.posted.digests(limit=1)[0].digest_id,
            "hash": str(altered.after.body_sha256),
        }
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            thread.join(0.05)
        yield own
        server.should_exit = True
        thread.join()


def keep(page: Page, name: str, tall: int = _TALL) -> None:
    """The picture of what the page shows, in few colours."""
    with Image.open(BytesIO(page.screenshot(full_page=True))) as seen:
        cut = seen.convert("RGB").crop((0, 0, seen.width, min(seen.height, tall)))
    cut.quantize(_INKS, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)


def take_mail(browser: Browser) -> None:
    """A desktop's reading pane, the same at night, and a telephone."""
    mail = telling_mail(DEMO / "mail")
    for name, width, theme in (("digest", 720, "light"), ("digest-dark", 720, "dark"), ("digest-narrow", 400, "light")):
        with browser.new_page(viewport={"width": width, "height": 600}, color_scheme=theme) as page:  # type: ignore[arg-type]
            page.set_content(mail)
            keep(page, name)


def take_pages(browser: Browser, own: Mapping[str, str]) -> None:
    """Every page in both themes, as the operator sees it."""
    for ending, theme in _THEMES.items():
        with browser.new_page(viewport={"width": _WIDE, "height": 700}, color_scheme=theme) as page:  # type: ignore[arg-type]
            page.goto(f"http://127.0.0.1:{_PORT}/login")
            keep(page, f"login{ending}")
            page.get_by_label("Token").fill(_TOKEN)
            page.get_by_role("button", name="Log in").click()
            for name, path in _PAGES.items():
                if not (ending and name in _PAPER):
                    page.goto(f"http://127.0.0.1:{_PORT}{path.format(**own)}")
                    keep(page, f"{name}{ending}")


def main() -> None:
    """Take every picture."""
    if not Path(_CHROMIUM).exists():
        sys.exit("No Chromium was found. Debian and Ubuntu: apt-get install chromium")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, served() as own:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=list(_QUIET))
        take_mail(browser)
        take_pages(browser, own)
        browser.close()
    taken = sorted(PICTURES.glob("*.png"))
    print(f"{len(taken)} pictures, {sum(one.stat().st_size for one in taken) // 1000} kB, in docs/pictures")


if __name__ == "__main__":
    main()
