"""What the cells of a notebook share: its tables, its figures, its numbers, and how they are shown.

A notebook makes one `Page` in its first cell and asks it for all that a reader sees.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from html import escape
from pathlib import Path

import pandas as pd
from IPython.display import HTML, Markdown
from matplotlib.figure import Figure

from sparse_rnn.base.artifacts import save_record
from sparse_rnn.base.root import enter_root
from sparse_rnn.drawing.alt_texts import ALT_TEXTS
from sparse_rnn.drawing.style import save_figure
from sparse_rnn.notebooks.opening import answered, opening
from sparse_rnn.results.quote import labelled
from sparse_rnn.results.schema import read_table

SHOWN_ROWS = 20
"""Rows up to which a table is shown as it is; a longer one is folded."""


def show(png: str | Path, alt: str, width: int = 900) -> HTML:
    """Return a figure as a notebook shows it, embedded.

    An ``img`` of its own, since few renderers of notebooks take an alternative text otherwise.

    Parameters
    ----------
    png : path
        The picture.
    alt : str
        What it shows, for a reader who does not see it.
    width : int, optional
        In pixels.

    Raises
    ------
    ValueError
        If there is no alternative text.
    """
    if not alt.strip():
        raise ValueError(f"{png} needs an alternative text: say in words what the figure shows")
    data = b64encode(Path(png).read_bytes()).decode("ascii")
    style = f'width="{width}" style="max-width: 100%"'
    return HTML(f'<img alt="{escape(alt)}" {style} src="data:image/png;base64,{data}">')


def folded(table: pd.DataFrame, about: str) -> HTML:
    """Return a table with all its rows and all its text, under labels; folded if it is long.

    Parameters
    ----------
    table : pandas.DataFrame
        What to show; its index is left out.
    about : str
        What the rows tell, for the line that unfolds them.
    """
    with pd.option_context("display.max_colwidth", None):
        html = labelled(table).to_html(index=False, na_rep="–", border=0)
    if len(table) <= SHOWN_ROWS:
        return HTML(html)
    return HTML(
        f"<details><summary>{len(table)} rows: {escape(about)}</summary>\n{html}\n</details>"
    )


class Page:
    """A notebook that runs.

    Parameters
    ----------
    name : str
        Its name without suffix, which its figures and its record share.
    tables, figures : str
        The folders that it reads from and writes to, seen from the root of the repository.
    profile : str
        Name of the run's configuration.
    judge : bool, optional
        Whether its networks say something of the claims, see `results.judging.can_judge`.
    """

    def __init__(self, name: str, tables: str, figures: str, profile: str, judge: bool = True):
        enter_root()
        self.name, self.profile, self.judge = name, profile, judge
        self.tables, self.figures = Path(tables), Path(figures)

    def read(self, *names: str) -> list[pd.DataFrame]:
        """Return tables by name."""
        return [read_table(name, self.tables / f"{name}.csv") for name in names]

    def opening(self, tables: Mapping[str, pd.DataFrame], *claims: str) -> Markdown:
        """Return the claims with our verdicts, see `opening.opening`."""
        return Markdown(
            "\n\n".join(opening(key, tables, self.profile, self.judge) for key in claims)
        )

    def answer(self, question: str, shown: str, answer: str, networks: list[int]) -> Markdown:
        """Return a question with its answer, see `opening.answered`."""
        return Markdown(answered(question, shown, answer, networks, self.profile, self.judge))

    def draw(self, figure: Figure, part: str = "") -> HTML:
        """Save a figure and return it as the notebook shows it, with its text of `ALT_TEXTS`.

        Parameters
        ----------
        figure : Figure
            The figure.
        part : str, optional
            What its file's name has behind the notebook's, where there are several.
        """
        name = f"{self.name}{part}"
        return show(save_figure(figure, self.figures, name), ALT_TEXTS[name])

    def save(self, **numbers: object) -> None:
        """Write the notebook's numbers, with the profile they belong to."""
        record = {"profile": self.profile} | numbers
        save_record(self.figures / f"{self.name}.json", record)

    def tell(self, text: str) -> Markdown:
        """Return a text on what these tables say, with their profile."""
        return Markdown(f"**In these tables (profile {self.profile})** {text}")
