import pandas as pd
import pytest

from sparse_rnn.drawing.style import save_figure
from sparse_rnn.studies.claims.figure import claims_figure
from sparse_rnn.studies.claims.looks import LOOKS
from sparse_rnn.studies.claims.table import where_it_can

VERDICTS = ("reproduced", "reproduced", "partly", "contradicted")


@pytest.fixture
def claims():
    """A claim of four conditions, the last with two statistics, and one that was not run."""
    rows = [
        dict(claim="C4", task=task, variant="", statistic=statistic, verdict=verdict)
        for task, statistic, verdict in (
            *((task, "a", verdict) for task, verdict in zip("wxyz", VERDICTS, strict=True)),
            ("z", "b", "contradicted"),
        )
    ]
    rows = [row | dict(scope="condition", n=5, estimate=0.1, note="") for row in rows]
    overall = dict(scope="overall", variant="", statement="words")
    rows.append(overall | dict(claim="C4", verdict="partly", n=4, estimate=2.0, note="2 of 4"))
    rows.append(overall | dict(claim="C9", verdict="not run", n=0, note=""))
    return pd.DataFrame(rows).assign(model="rnn", strategy="set", sparsity=0.9)


def said(figure):
    (axes,) = figure.axes
    return [text.get_text() for text in axes.texts]


def test_a_claim_has_a_row_with_its_verdict_in_words_and_a_bar(claims, tmp_path):
    figure = claims_figure(claims)
    texts = said(figure)
    assert "Balance rises during training" in texts and texts.count("partly") == 1
    assert "2 reproduced, 1 partly, 1 contradicted" in texts  # a condition counts once
    assert texts.count("not run") == 2
    widths = [bar.get_width() for bar in figure.axes[0].patches]
    assert [width / sum(widths) for width in widths] == pytest.approx([0.5, 0.25, 0.25])
    assert [text.get_color() for text in figure.axes[0].texts if text.get_text() == "partly"] == [
        LOOKS["partly"][0]
    ]
    save_figure(figure, tmp_path, "09_claims")
    drawn, (width, height) = figure.get_tightbbox(), figure.get_size_inches()
    assert drawn.x0 >= 0 and drawn.x1 <= width and drawn.y0 >= 0 and drawn.y1 <= height


def test_a_run_too_small_to_judge_by_says_so_in_words(claims):
    texts = said(claims_figure(where_it_can(claims, judge=False)))
    assert "cannot judge" in texts and "4 too small to judge by" in texts
    assert not any(verdict in text for text in texts for verdict in LOOKS)
    table = where_it_can(claims, judge=False)
    overall = table[table["scope"] == "overall"].set_index("claim")
    assert overall["verdict"].tolist() == ["cannot judge", "not run"]
    assert overall.loc["C4", "note"] == "4 conditions ran, too small to judge by"
    assert overall["estimate"].isna().all() and table["estimate"].notna().sum() == 5


def test_an_unknown_verdict_is_named(claims):
    with pytest.raises(ValueError, match="no drawing for verdict 'proven'"):
        claims_figure(claims.replace({"verdict": {"partly": "proven"}}))
