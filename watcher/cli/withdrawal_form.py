"""The JSON form of a withdrawal."""

from watcher.model.forms import Form, moment
from watcher.store.index.withdrawal import Withdrawal


def withdrawal_form(one: Withdrawal) -> Form:
    """A withdrawal as JSON has it."""
    files = [{"sha256": body, "blob_sha256": file} for body, file in one.rewritten]
    return {"sha256": one.sha256, "at": moment(one.at), "by": one.by, "reason": one.reason, "rewritten": files}
