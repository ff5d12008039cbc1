"""Names of files that tell their content: what a page loads later goes by one, so a page never gets what another was made with."""

# So many signs of a digest tell what an address held in one edition from what it held in another.
_WIDTH = 8


def mark(digest: str) -> str:
    """Give the mark of a file's content, which stands in its name, from the digest of that content."""
    return digest[:_WIDTH]


def named(name: str, digest: str) -> str:
    """Give the name of a file with the mark of its content: 'cards-3.js' is 'cards-3.1a2b3c4d.js'."""
    stem, _, kind = name.rpartition(".")
    return f"{stem}.{mark(digest)}.{kind}"
