"""What a link to leave carries: the delivery that it came with, sealed so that nobody leaves for another."""

import hashlib
import hmac

_LENGTH = 32


class Tickets:
    """Made and recognised with a secret that no copy of the vault holds; exported records name deliveries."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def of(self, delivery_id: str) -> str:
        """The ticket of that delivery; the same for every attempt."""
        return f"{delivery_id}-{self._mark(delivery_id)}"

    def delivery(self, ticket: str) -> str | None:
        """The delivery of a ticket of ours; None for any other."""
        delivery_id, _, mark = ticket.rpartition("-")
        is_ours = hmac.compare_digest(mark.encode("utf-8", "surrogatepass"), self._mark(delivery_id).encode())
        return delivery_id if is_ours else None

    def _mark(self, delivery_id: str) -> str:
        said = delivery_id.encode("utf-8", "surrogatepass")
        return hmac.new(self._secret, said, hashlib.sha256).hexdigest()[:_LENGTH]
