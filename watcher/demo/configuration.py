"""The two configuration files under which the demo's pages are watched."""

from collections.abc import Mapping

from watcher.demo.render import PAGES

ADDRESSES: Mapping[str, str] = {page.host: "127.0.0.1" for page in PAGES.values()}
"""Host name → address, for a resolver that knows the demo's hosts."""

_SOURCES = """\
# The demo's six pages, on this machine; the real ones stand in the sources.yaml that `watcher init` writes.
version: 1
defaults: {{every: 6h, timezone: America/New_York, tags: [enforcement]}}
sources:
  - id: dhs-pep-archived
    name: "DHS: Priority Enforcement Program – How DHS is Focusing on Deporting Felons"
    url: {dhs_pep_archived}
    kind: article
    tags: [dhs, pep]
  - id: nilc-pep-scomm
    name: 'NILC: PEP, "Secure Communities," 287(g), Etc.'
    url: {nilc_pep_scomm}
    kind: resource-list
    tags: [nilc]
  - id: ice-secure-comm
    name: "ICE: Secure Communities"
    url: {ice_secure_comm}
    kind: program
    tags: [ice, s-comm]
    figures:
      convicted: "{{n}} convicted criminal aliens"
      jurisdictions: "all {{n}} jurisdictions"
    contacts: true
  - id: dhs-topic-scomm
    name: "DHS topic: Secure Communities"
    url: {dhs_topic_scomm}
    kind: listing
    tags: [dhs, s-comm]
  - id: dhs-qa-eo-13768
    name: "DHS: Q&A on Enhancing Public Safety (original)"
    url: {dhs_qa_eo_13768}
    kind: qa
    tags: [dhs, eo-13768]
  - id: aila-qa-eo-13768
    name: "AILA copy: Q&A, DHS Implementation of the Executive Order"
    url: {aila_qa_eo_13768}
    kind: qa
    tags: [aila, eo-13768]
    expect: {{pairs: 22}}
    mirror_of: dhs-qa-eo-13768
"""

_WATCHER = """\
version: 1
vault: ./snapshots
database: sqlite:///./watcher.db
fetch:
  contact: "https://example.org/about-watcher"
  concurrency: 8
  per_host: {concurrency: 2, gap: 0s}
  total_deadline: 20s
  respect_robots: true
  allow_private: [127.0.0.1/32]   # the demo's hosts are on this machine
channels:
  box: {type: mailbox, path: ./mail}
subscriptions:
  - {name: desk, channel: box, min_severity: low, cadence: "daily@07:00", timezone: America/New_York}
  - {name: urgent, channel: box, min_severity: critical, cadence: at-once, at_once: {confirm: 0s, join: 0s}}
"""


def demo_sources_yaml(port: int) -> str:
    """sources.yaml for the demo's pages, served at that port."""
    return _SOURCES.format(**{source_id.replace("-", "_"): page.url(port) for source_id, page in PAGES.items()})


def demo_watcher_yaml(port: int) -> str:
    """watcher.yaml for the demo: this machine is let through, and mail goes to a folder."""
    return f"# The demo's site listens on 127.0.0.1:{port}.\n{_WATCHER}"
