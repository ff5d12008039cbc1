"""What a check raises where it cannot be made here, such as without a network."""


class Skipped(Exception):
    """A check was not made; the message says why and how to make it."""
