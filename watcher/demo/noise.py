"""What differs from one answer to the next although nothing has changed: tokens, nonces, ids."""

import hashlib
from base64 import urlsafe_b64encode
from itertools import count


class Noise:
    """Tokens of one answer: no two answers share them, and the same seed gives them again."""

    def __init__(self, seed: str, deploy: str = "") -> None:
        self._seed = seed
        self._deploy = deploy
        self._count = count()

    @property
    def asset(self) -> str:
        """Six characters behind a style sheet's name; they move when the site is deployed."""
        return hashlib.sha256(f"asset {self._deploy}".encode()).hexdigest()[:6]

    def dom(self) -> str:
        """64 hex digits, as in `js-view-dom-id-…`."""
        return self._fresh().hex()

    def build(self) -> str:
        """43 characters, as in `form_build_id`."""
        return urlsafe_b64encode(self._fresh()).decode().rstrip("=")

    def nonce(self) -> str:
        """22 characters, as in a content security policy."""
        return self.build()[:22]

    def short(self) -> str:
        """Eight hex digits, as in a block page's reference."""
        return self.dom()[:8]

    def sheet(self, number: int) -> str:
        """43 characters in the name of a merged style sheet or script; they move when the site is deployed."""
        return urlsafe_b64encode(hashlib.sha256(f"{self._deploy} {number}".encode()).digest()).decode().rstrip("=")

    def uuid(self, name: str) -> str:
        """The identifier of a block of the content system; it stays."""
        hexes = hashlib.sha256(name.encode()).hexdigest()
        return "-".join((hexes[:8], hexes[8:12], hexes[12:16], hexes[16:20], hexes[20:32]))

    def _fresh(self) -> bytes:
        return hashlib.sha256(f"{self._seed} {next(self._count)}".encode()).digest()
