"""The archived results, as they are in git: networks are counted and claims judged afresh."""

from pathlib import Path

import pandas as pd
import pytest

from sparse_rnn.archive.load import archived_record, archived_table
from sparse_rnn.archive.merge_rows import rows_of
from sparse_rnn.archive.networks import load_networks
from sparse_rnn.archive.reanalyses import REANALYSES
from sparse_rnn.archive.recount import disagreements
from sparse_rnn.archive.units import group_of_job, outdated
from sparse_rnn.results.runs import CONDITION, RUN, last_epoch, without_diverged
from sparse_rnn.results.schema import read_table
from sparse_rnn.studies.claims.table import write_claims

ARCHIVE = Path(__file__).parents[2] / "data" / "reference"

pytestmark = pytest.mark.skipif(
    not any((ARCHIVE / name).exists() for name in ("tables", "networks", "provenance.json")),
    reason=f"nothing is archived in {ARCHIVE} yet; after a run of the paper: make archive",
)


def test_eta_and_the_eight_loops_of_every_network_are_those_of_the_tables():
    assert disagreements(ARCHIVE) == []


def test_every_network_has_its_origin():
    jobs = archived_record(ARCHIVE)["jobs"]
    trained = {
        (*group_of_job(name.removeprefix("train/"))[0].label.values(), seed)
        for name, job in jobs.items()
        if name.startswith("train/")
        for seed in job["seeds"]
    }
    assert set(load_networks(ARCHIVE)) <= trained


def test_every_job_was_trained_as_the_paper_asks_now_or_when_it_was_archived(load_profile):
    jobs = archived_record(ARCHIVE)["jobs"]
    late, former = (set(outdated(jobs, load_profile(name))) for name in ("paper", "archived"))
    assert late & former == set(), "train and archive anew: `archive collect` names them too"


def test_no_network_has_more_links_than_its_history_says():
    history = last_epoch(without_diverged(archived_table(ARCHIVE, "history")))
    density = history.set_index(RUN)["density"]
    networks = load_networks(ARCHIVE)
    for run in density.index.intersection(list(networks)):
        graph = networks[run]
        assert graph.edges <= density[run] * graph.n**2 + 1e-6, run


def test_history_balance_and_motifs_tell_of_the_same_networks():
    runs = [
        set(archived_table(ARCHIVE, kind)[RUN].itertuples(index=False, name=None))
        for kind in ("history", "balance", "motifs")
    ]
    assert runs[0] == runs[1] == runs[2]


def column(kind, value, keys=RUN, **chosen):
    """A column of an archived table, at the end of training or in the rows that are chosen."""
    table = archived_table(ARCHIVE, kind)
    table = rows_of(last_epoch(table) if "epoch" in table else table, chosen)
    assert len(table), f"{kind} has no such rows"
    return table.set_index(keys)[value]


@pytest.mark.parametrize(
    ("kind", "chosen"),
    [
        ("control_balance", {"control": "as_trained"}),
        ("balance_by_size", {"kept": "strongest", "share": 1.0}),
    ],
)
def test_balance_was_measured_again_on_the_archived_networks(kind, chosen):
    measured = column(kind, "eta", **chosen)
    assert measured.to_dict() == column("balance", "eta").loc[measured.index].to_dict()


def test_loops_were_counted_again_in_the_archived_networks():
    counted = column("control_motifs", "z", [*RUN, "null_model", "signs"], control="as_trained")
    of_all = column("motifs", "z", [*RUN, "null_model", "signs"])
    assert counted.to_dict() == of_all.loc[counted.index].to_dict()


def test_weights_were_described_of_the_archived_networks():
    links, density = column("weight_shapes", "links", phase="end"), column("history", "density")
    networks = load_networks(ARCHIVE)
    sparse = links.index.intersection(list(networks))
    assert len(sparse)
    for run in sparse:
        assert links[run] == round(density[run] * networks[run].n ** 2), run


def test_the_claims_are_those_of_the_tables(tmp_path):
    archived = {path.stem: path for path in (ARCHIVE / "tables").glob("*.csv")}
    write_claims(archived, tmp_path / "claims.csv")
    fresh, kept = (read_table("claims", p) for p in (tmp_path / "claims.csv", archived["claims"]))
    pd.testing.assert_frame_equal(fresh, kept, rtol=1e-9)


@pytest.mark.parametrize("name", REANALYSES)
def test_deviations_that_only_read_the_archive_are_in_step_with_it(name):
    kept = archived_table(ARCHIVE, "deviations")
    kept = kept[kept["deviation"] == name].drop(columns="deviation").reset_index(drop=True)
    fresh = REANALYSES[name](ARCHIVE).sort_values(CONDITION, kind="stable", ignore_index=True)
    hint = f"make deviations NAMES={name}"
    if fresh.empty:  # its columns have no type
        assert kept.empty, hint
        return
    pd.testing.assert_frame_equal(fresh, kept, rtol=1e-9, obj=f"rows of {name} ({hint})")
