"""Rules on what a file under case_studies/ may be, told before anything of it is read."""

from pilotbook.text.plaintext import MAX_BYTES
from pilotbook.text.problems import Problem

HELP = {
    "file-kind": "Each record is a file of its own.\n\n"
    "A link, a folder or a device could bring in what nobody reviewed, so it is refused before it is read. "
    "Good: the file `leeds-100-days.yml` itself.",
    "file-name": "A record's file name ends in `.yml`, and the rest of it becomes the address of the page.\n\n"
    "So it has 3 to 64 small letters, digits and hyphens, is more than a number, and is none of the names that the site "
    "or a computer keeps for itself. Good: `leeds-100-days.yml`.",
    "file-size": "A record is smaller than 256 KiB.\n\n"
    "Most hold under 20; a larger file is nearly always a document saved by mistake.",
}


def unfit(path: str, size: int, *, is_regular: bool) -> Problem | None:
    """Say why the file at `path` (from the root), of `size` bytes, cannot be a record.

    is_regular: it is a file, and no link, folder or device.
    """
    name = path.rsplit("/", 1)[-1]
    if not is_regular:
        what = "this is a link, a folder or a device, not a file"
        return Problem(path, 1, 1, what, "Put the record itself here.", "file-kind")
    if not name.endswith(".yml"):
        mend = f"Rename it to '{name.rpartition('.')[0] or name}.yml', or move it elsewhere."
        return Problem(path, 1, 1, f"'{name}' is not a record", mend, "file-name")
    if size > MAX_BYTES:
        what = f"the file is too large ({size // 1024:,} KiB)"
        return Problem(path, 1, 1, what, "Keep a record under 256 KiB.", "file-size")
    return None
