"""docs/pictures, taken of one of the demo's digests as a mail program would show it."""

import mailbox
import shutil
import subprocess
import sys
import tempfile
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
MAIL = ROOT / "demo" / "mail"

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
          "--disable-background-networking", "--disable-component-update", "--disable-sync")  # fmt: skip
_DARK = ("--force-dark-mode", "--blink-settings=preferredColorScheme=0")
# A desktop's reading pane, the same at night, and a telephone.
_SHOTS = {"digest.png": ("720,1200",), "digest-dark.png": ("720,1200", *_DARK), "digest-narrow.png": ("500,1200",)}


def telling_message(folder: Path) -> EmailMessage:
    """The mail that shows the most replaced words; exits in words when there is none."""
    if not folder.is_dir():
        sys.exit(f"{folder} is not there: run `make demo` first")
    parse = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes
    messages = [parse(message.as_bytes()) for message in mailbox.Maildir(folder, create=False)]
    if not messages:
        sys.exit(f"no mail in {folder}: run `make demo` again")
    return max(messages, key=lambda message: min(html_part(message).count(mark) for mark in ("<ins", "<del")))


def html_part(message: EmailMessage) -> str:
    """The HTML part, empty when there is none."""
    part = message.get_body(("html",))
    return part.get_content() if part is not None else ""


def chromium() -> str:
    """The browser's path; exits in words when there is none."""
    found = next((path for name in _CHROMIUM if (path := shutil.which(name))), None)
    return found or sys.exit("No Chromium was found. Debian and Ubuntu: apt-get install chromium")


def take(browser: str, page: Path, profile: Path, name: str, size: str, *options: str) -> None:
    """One picture of the page."""
    wanted = (f"--user-data-dir={profile}", f"--window-size={size}", f"--screenshot={PICTURES / name}", *options)
    subprocess.run([browser, *_QUIET, *wanted, page.as_uri()], check=True, capture_output=True, timeout=60)
    print(f"wrote {(PICTURES / name).relative_to(ROOT)}")


def main() -> None:
    """Take every picture."""
    browser, message = chromium(), telling_message(MAIL)
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        page = Path(scratch, "digest.html")
        page.write_text(html_part(message), encoding="utf-8")
        for name, (size, *options) in _SHOTS.items():
            take(browser, page, Path(scratch, "profile"), name, size, *options)


if __name__ == "__main__":
    main()
