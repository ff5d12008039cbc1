"""What a build may fail with, by what is to be done: both doors, the command and the preview, tell it and go on."""

from pilotbook.publish.book import BookFailed
from pilotbook.publish.disk import Committed
from pilotbook.publish.frozen import CannotKeep
from pilotbook.publish.proselist import BadSources
from pilotbook.publish.run import NotWhole
from pilotbook.publish.search import SearchFailed
from pilotbook.publish.swap import Busy

# Something in the project is to be mended. Problems of records (`run.Refused`) are told apart, each at its place.
CONTENT = (BookFailed, BadSources, NotWhole, Committed, CannotKeep)
# Something on this computer is in the way.
ENVIRONMENT = (SearchFailed, Busy, OSError)
