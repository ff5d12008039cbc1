"""Who runs the book and how they can be reached, as its settings say; what the settings do not say is '' and never made up."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode


@dataclass(frozen=True)
class Contact:
    """The ways to the editors, each '' where the settings name none.

    repository: the whole address of the public repository, without '/' at its end. branch: the one that the site is made from.
    mailbox: an e-mail address. page: the address of a page by which they are reached, where that is no mailbox.
    """

    repository: str = ""
    branch: str = "main"
    mailbox: str = ""
    page: str = ""

    @property
    def is_known(self) -> bool:
        """Say whether there is any way at all."""
        return bool(self.repository or self.mailbox or self.page)

    @property
    def forms(self) -> str:
        """Give the address of the repository's issue forms; what is asked of it fills them in."""
        return f"{self.repository}/issues/new"

    def form(self, name: str, **filled: str) -> str:
        """Give the address of one issue form, with fields filled in by their ids."""
        return f"{self.forms}?{urlencode({'template': f'{name}.yml', **filled}, quote_via=quote)}"

    def file(self, path: str, door: str) -> str:
        """Give the address of a file or folder behind one of the host's doors: blob, tree, edit, new or commits."""
        return f"{self.repository}/{door}/{quote(self.branch)}/{quote(path)}"

    def mail(self, subject: str, body: str) -> str:
        """Give the link that begins a message."""
        return (
            f"mailto:{quote(self.mailbox, safe='@')}?{urlencode({'subject': subject, 'body': body}, quote_via=quote)}"
        )


@dataclass(frozen=True)
class Editors:
    """Who the editors are and what they say of themselves, each in their own words, or '' where they have not said it.

    who: who they are. decides: who has the last word, and how. answers_for: who answers in law for what contributors send
    (the controller). reply, small, case: the time within which they aim to reply, to mend a small thing, to publish a case.
    """

    contact: Contact = Contact()
    who: str = ""
    decides: str = ""
    answers_for: str = ""
    reply: str = ""
    small: str = ""
    case: str = ""
