"""The rounds that are measured: in which order, how often, on which site."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.bench import ours, peers, profile, table
from tools.bench.measuring import Cost, cheapest, run
from tools.bench.site import HOSTS, TaggedPages
from watcher.demo import ManyPages

_CHANGED = 0.1
_OFTEN = 3
"""How often the cheap ones are measured in each turn."""
_RUNS = ("aiohttp", "httpx", "soup", "whole", "bare few", "few", "changed")


@dataclass(frozen=True, slots=True)
class Site:
    """A site that is up, with a folder for whoever watches it."""

    pages: ManyPages
    urls: Sequence[str]
    home: Path

    def floor(self, client: str, count: int, also: str = "") -> Cost:
        """What a bare client pays for the first so many pages."""
        path = self.home / f"{count}.txt"
        path.write_text("\n".join(self.urls[:count]))
        name = f"bare {client.partition('+')[0]} GET + sha256{also}"
        return run(name, [sys.executable, "-m", "tools.bench.floors", client, str(path)])


def plain(count: int, times: int, home: Path, *, with_peers: bool) -> list[table.Line]:
    """Floors and watcher by turns on pages whose tokens move: on all, on a quarter, with a tenth of them changed."""
    site = _up(ManyPages(count, HOSTS), home)
    check = ours.configure(home, site.urls)
    few = count // 4
    quarter = ours.some(check, few)
    first = run("watcher, first round, all cores", check, on_all_cores=True)
    costs: dict[str, list[Cost]] = {name: [] for name in _RUNS}
    for time in range(1, times + 1):
        for _ in range(_OFTEN):
            costs["aiohttp"].append(site.floor("aiohttp", count))
            costs["httpx"].append(site.floor("httpx", count))
            costs["soup"].append(site.floor("httpx+soup", count, ", a tenth parsed by Beautiful Soup"))
            costs["whole"].append(run("watcher, only tokens moved", check))
            costs["bare few"].append(site.floor("httpx", few))
            costs["few"].append(run("watcher, a quarter of the pages", quarter))
        site.pages.change(_CHANGED * time)
        costs["changed"].append(run("watcher, a tenth changed", check))
    sizes = ours.kept(home)
    least = {name: cheapest(some) for name, some in costs.items()}
    hot = [table.Hot("only tokens moved", profile.hottest(check))]
    site.pages.change(_CHANGED * (times + 1))
    hot.append(table.Hot("a tenth changed", profile.hottest(check)))
    others = peers.rows(site.pages, site.urls, home / "peers") if with_peers else []
    site.pages.stop()
    return [
        table.Row(least["aiohttp"]),
        table.Row(least["httpx"], is_floor=True),
        table.Row(least["soup"]),
        table.Row(first, ours.told(first)),
        *(table.Row(least[name], ours.told(least[name])) for name in ("whole", "changed")),
        *others,
        table.Further(
            "only tokens moved", least["few"], least["whole"], least["bare few"], least["httpx"], count - few
        ),
        table.Beside(least["whole"], others),
        table.Kept(sizes, (1 + (_OFTEN + 1) * times) * count + _OFTEN * times * few),
        *hot,
    ]


def tagged(count: int, times: int, home: Path) -> list[table.Line]:
    """A site that tells who asks whether the page is still the one they have."""
    site = _up(TaggedPages(count, HOSTS), home)
    check, few = ours.configure(home, site.urls), count // 4
    run("watcher, first round, tags", check, on_all_cores=True)
    quarter = ours.some(check, few)
    costs: dict[str, list[Cost]] = {name: [] for name in ("whole", "few", "bare", "bare few")}
    for _ in range(_OFTEN * times):
        costs["whole"].append(run("watcher, every page 304", check))
        costs["few"].append(run("watcher, a quarter of the pages 304", quarter))
        costs["bare"].append(site.floor("httpx", count))
        costs["bare few"].append(site.floor("httpx", few))
    site.pages.stop()
    least = {name: cheapest(some) for name, some in costs.items()}
    return [
        table.Row(least["whole"], ours.told(least["whole"])),
        table.Further("304", least["few"], least["whole"], least["bare few"], least["bare"], count - few),
    ]


def _up(pages: ManyPages, home: Path) -> Site:
    home.mkdir(parents=True, exist_ok=True)
    return Site(pages, pages.urls(pages.start()), home)
