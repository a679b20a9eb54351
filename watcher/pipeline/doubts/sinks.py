"""Which pages of a host show the same new text: a notice in their place, not what each came to say."""

from collections import defaultdict
from collections.abc import Mapping

from watcher.pipeline.account import Account

FEWEST = 3


def sinks(found: Mapping[str, Account]) -> dict[str, str]:
    """Why, in words, each of these pages is not believed: three at least show one new wording.

    `found` are the pages of one host in one round, by source, that read otherwise than before. Pages that
    said the same before already, as one page under several addresses does, count as one.
    """
    alike: dict[str, list[str]] = defaultdict(list)
    for source_id, account in found.items():
        if account.wording and account.wording != account.wording_before:
            alike[account.wording].append(source_id)
    return {
        source_id: f"the same new text stands at {len(ids)} addresses of this site: most likely a notice in their place"
        for ids in alike.values()
        if len({found[one].wording_before for one in ids}) >= FEWEST
        for source_id in ids
    }
