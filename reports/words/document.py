"""A report as it is rendered: blocks of runs, and what they lack."""

from dataclasses import dataclass, field, replace

from reports.asking.registry import Asked


@dataclass(frozen=True)
class Run:
    """A stretch of text: plain, a number that opens its records, or a gap."""

    text: str
    kind: str = "text"
    url: str = ""
    hint: str = ""
    asked: Asked | None = None


@dataclass(frozen=True)
class Block:
    """One paragraph of the report."""

    kind: str
    runs: tuple
    anchor: str = ""

    @property
    def text(self):
        return "".join(run.text for run in self.runs)

    @property
    def level(self):
        return 2 if self.kind == "h2" else 1

    def without_mending(self):
        """This Block for those who mend nothing: a gap leads them nowhere."""
        runs = (
            run if run.kind in ("text", "number") else replace(run, url="") for run in self.runs
        )
        return replace(self, runs=tuple(runs))


@dataclass(frozen=True)
class Gap:
    """Something the report cannot say yet, and where to mend it; `kind` is missing, backfill or ahead."""

    kind: str
    text: str
    url: str

    @property
    def word(self):
        """What stands in its place, in a word: only what is older than the ledger is 待补."""
        return "待补" if self.kind == "backfill" else "待填"


DRAFT = "草稿"


@dataclass
class Document:
    """The rendered report.

    `state` is what a paper of it is, where it is not what was handed in: 草稿, 已由第2版更正. Text,
    name and properties of its files say so, since a file is passed on by itself.
    """

    blocks: list = field(default_factory=list)
    gaps: list = field(default_factory=list)
    numbers_count: int = 0
    values: dict = field(default_factory=dict)
    annex: tuple = ()  # of reports.words.annex.AnnexTable
    state: str = ""

    @property
    def title(self):
        return self.text_of("title")

    @property
    def signed_by(self):
        return self.text_of("signature")

    @property
    def dated(self):
        return self.text_of("date")

    def blocks_for(self, user):
        """The blocks as `user` reads them: only the office can mend a gap, others it leads nowhere."""
        is_office = user.is_office
        return [block if is_office else block.without_mending() for block in self.blocks]

    def noticed(self, notice, state):
        """This Document with the line `notice` right below its title, and its `state`."""
        length = next((n for n, block in enumerate(self.blocks, 1) if block.kind == "title"), 0)
        line = Block("notice", (Run(notice),))
        blocks = [*self.blocks[:length], line, *self.blocks[length:]]
        return replace(self, blocks=blocks, state=state)

    def as_draft(self):
        """This Document as it is shown and taken away while its numbers still move."""
        return self.noticed(f"（{DRAFT}，数字随台账变动）", DRAFT)

    def text_of(self, kind):
        return next((block.text for block in self.blocks if block.kind == kind), "")

    @property
    def headings(self):
        return [block for block in self.blocks if block.kind in ("h1", "h2")]
