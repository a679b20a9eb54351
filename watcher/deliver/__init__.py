"""Stage 9: a message is handed over to one recipient on a channel.

Each kind of channel is one file in `notifiers`; what an attempt means for the next one is decided
by the outbox, from the error alone.
"""
