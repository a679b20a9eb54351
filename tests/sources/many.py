"""What a configuration of very many sources costs: `python -m tests.sources.many FOLDER --sources 100000`.

Memory and CPU time of the commands that load it; the site is on the loopback.
"""

import argparse
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PAGE = b"<html><head><title>A page</title></head><body><main><h1>A page</h1><p>It says this.</p></main></body></html>"
COMMANDS = ("config check", "check page-0", "check page-0", "status", "findings")


class Site(BaseHTTPRequestHandler):
    """The same page at every address."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        """The page."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *told):
        """Keep quiet."""


def write(folder, number, port):
    """Both files, with so many sources of the loopback."""
    entries = "".join(
        f"  - id: page-{at}\n    name: 'Page {at}: what it says'\n    url: http://127.0.0.1:{port}/pages/{at}\n"
        f"    kind: article\n    every: 1d\n    tags: [dhs, pep]\n"
        for at in range(number)
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sources.yaml").write_text(f"defaults: {{timezone: America/New_York}}\nsources:\n{entries}", "utf-8")
    fetch = "fetch: {allow_private: [127.0.0.1/32], respect_robots: false, per_host: {gap: 0s}}\n"
    (folder / "watcher.yaml").write_text(fetch, "utf-8")


def cost(folder, command):
    """(exit code, most memory in MB, seconds of CPU) of the command."""
    asked = [sys.executable, "-m", "watcher", *command.split(), "--config", str(folder)]
    started = subprocess.Popen(asked, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(started.pid, 0)
    started.returncode = os.waitstatus_to_exitcode(status)
    return started.returncode, used.ru_maxrss / 1024, used.ru_utime + used.ru_stime


def main():
    """Write the configuration, then measure each command."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--sources", type=int, default=100_000)
    wanted = asked.parse_args()
    site = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    write(wanted.folder, wanted.sources, site.server_port)
    for command in COMMANDS:
        code, memory, seconds = cost(wanted.folder, command)
        print(f"watcher {command:14} exit {code}  {memory:4.0f} MB  {seconds:5.1f} s")


if __name__ == "__main__":
    main()
