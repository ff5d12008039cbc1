"""Tell whether the host of an address is what it looks like: letters of other scripts can spell the name of somebody else."""

import re

# Labels of letters, digits and inner hyphens, the last of them no number: "www.gov.uk", not "localhost" nor "10.0.0.1".
_HOST = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
# Small letters, also with accents, of Welsh and other languages of Europe, but for those that are taken for another letter.
_PLAIN = re.compile(r"[a-z0-9ß-öø-ÿāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįĵķĺļľłńņňŋōŏőœŕŗřśŝşšţťŧũūŭůűųŵŷźżž-]+")


def is_plain_host(host: str) -> bool:
    """Say whether `host`, in small letters, is the public name of a host whose every letter can be told from others."""
    return bool(_HOST.fullmatch(host)) and disguised(host) is None


def disguised(host: str) -> str | None:
    """Give a host as a browser may show it, where that holds letters that may be taken for others; else None.

    'xn--pple-43d.com' is 'apple.com' with a first letter that is Cyrillic. 'xn--caf-dma.fr' is 'café.fr', and what it looks like.
    """
    labels = [_decoded(label) for label in host.split(".")]
    if all(_PLAIN.fullmatch(label or "?") for label in labels):
        return None
    return ".".join(label or "?" for label in labels)


def _decoded(label: str) -> str | None:
    """Give a label of a host in its own letters; None where it cannot be read."""
    if not label.startswith("xn--"):
        return label
    try:
        told = label[4:].encode("ascii").decode("punycode")
        return told if told.isprintable() and told.encode("punycode").decode("ascii") == label[4:] else None
    except UnicodeError:
        return None


def disguised_host(address: str) -> str | None:
    """Give the host of an address as it may be shown, where its letters may be taken for others; else None."""
    host = re.match(r"https?://([^/?#@:\s]+)", address, re.IGNORECASE)
    return disguised(host[1].lower()) if host else None
