"""The picture that is shown where somebody shares the address of a page: what it is, its title, and its verdict."""

from dataclasses import dataclass

# What sites that show shared pages ask for.
WIDTH, HEIGHT = 1200, 630


@dataclass(frozen=True)
class Poster:
    """What a shared page says of itself: its kind, its title, and how sure one can be, in two lines."""

    kind: str
    title: str
    verdict: tuple[str, ...]

    @property
    def words(self) -> str:
        """Give all that the poster says in one line, for those who cannot see it."""
        return f"{self.kind}: {self.title}. {'. '.join(self.verdict)}"
