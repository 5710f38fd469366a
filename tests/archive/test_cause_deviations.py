"""What deviations change of series of balanced networks and of lesions."""

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import ttest_rel

from sparse_rnn.archive import cause_deviations, deviations
from sparse_rnn.archive.cause_deviations import (
    causes_as_markdown,
    effects_of_balance,
    effects_of_lesions,
    measure_causes,
)
from sparse_rnn.archive.load import table_path
from sparse_rnn.base.artifacts import load_table, save_record
from sparse_rnn.base.origin import digest_of
from sparse_rnn.config import given_settings
from sparse_rnn.results.intervals import mean_interval
from sparse_rnn.results.schema import write_table

OVERLAY = """\
profile: elsewhere
balanced: {tasks: [mg]}
lesions: {tasks: [mg], orders: 1}
"""
JOBS = {f"balanced_networks/mg/{arm}/1-2/1": "balanced" for arm in ("fixed", "trained")}
JOBS |= {"lesions/mg": "lesions"}


def write(folder, balanced, lesions):
    for name, table in {"balanced_networks": balanced, "lesions": lesions}.items():
        write_table(name, table_path(folder, name), table)


@pytest.fixture
def config(load_profile):
    return load_profile("smoke")


@pytest.fixture
def archive(tmp_path, config, balanced_tables, lesion_table, whole, monkeypatch):
    """An archive of both studies; the workflow would run in its folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(deviations, "OVERLAYS", "overlays")
    Path("overlays").mkdir()
    Path("overlays/x.yaml").write_text(OVERLAY)
    write("archive", balanced_tables[0], lesion_table)
    origin = {"code": "c", "environment": "e", "seeds": [1]}
    settings = {job: digest_of(given_settings(config, key, "mg")) for job, key in JOBS.items()}
    jobs = {job: origin | {"settings": digest} for job, digest in settings.items()}
    save_record("archive/provenance.json", {"environments": {"e": {}}, "jobs": jobs})
    return tmp_path / "archive"


@pytest.fixture
def trained(monkeypatch, balanced_tables, lesion_table):
    """Stand in for training: the same tables, changed by two functions; returns what was asked."""
    asked = []

    def prepare(of_balanced=lambda table: table, of_lesions=lambda table: table):
        def trained_otherwise(name, archive, config, configfiles, cores, targets):
            asked.extend(targets)
            write("fresh", of_balanced(balanced_tables[0]), of_lesions(lesion_table))
            return Path("fresh")

        monkeypatch.setattr(cause_deviations, "trained_otherwise", trained_otherwise)
        return asked

    return prepare


def test_effects_of_balance_by_trial(balanced_tables):
    """The log error rises with eta by the number of the trial, twice if trained."""
    found = effects_of_balance(balanced_tables[0])
    assert found["rho"].to_dict() == pytest.approx(
        {("mg", arm, trial): -1 for arm in ("fixed", "trained") for trial in (1, 2)}
    )
    slope = {
        ("mg", arm, t): -t * f * 0.4 for arm, f in (("fixed", 1), ("trained", 2)) for t in (1, 2)
    }
    assert found["change"].to_dict() == pytest.approx(slope)  # eta goes from 0.5 to 0.9


def test_effects_of_lesions_by_network(lesion_table):
    """Log errors fall by the network's number with each of three unbalanced loops."""
    found = effects_of_lesions(lesion_table)
    harm = {("mg", 1): -3, ("mg", 2): -6}
    assert found["harm"].dropna().to_dict() == pytest.approx(harm)
    assert found["per loop"].to_dict() == pytest.approx({("mg", 1): 2, ("mg", 2): 4})


def test_differences_are_taken_trial_by_trial_and_network_by_network(archive, trained, config):
    def steeper(table):
        return table.assign(metric=table["metric"] * np.exp(table["eta"] * 0.5 * table["trial"]))

    def harmless(table):
        return table.assign(metric=table["metric"].where(table["kind"] != "unbalanced", 1.0))

    asked = trained(steeper, harmless)
    table = measure_causes("x", archive, config, [], 1)
    assert asked == ["balanced_networks_tables", "lesions_tables"]
    rows = table.set_index(["study", "arm", "quantity"])
    change = rows.loc[("balanced_networks", "fixed", "change")]
    here, there = [-0.4, -0.8], [-0.6, -1.2]
    low, high = ttest_rel(there, here).confidence_interval(0.95)
    assert change[["n", "reference", "deviating", "difference"]].tolist() == pytest.approx(
        [2, -0.6, -0.9, -0.3]
    )
    assert change[["low", "high"]].tolist() == pytest.approx([low, high])
    assert change[["reference_low", "reference_high"]].tolist() == pytest.approx(
        mean_interval(here)[2:]
    )
    per_loop = rows.loc[("lesions", "trained", "per loop")]
    assert per_loop[["reference", "deviating"]].tolist() == pytest.approx([3, 1.5])
    assert load_table(archive / "tables/cause_deviations.csv")["n"].tolist() == table["n"].tolist()
    text = causes_as_markdown(table).splitlines()
    assert "| x | balanced_networks mg fixed | rho | 2 | " in text[2]
    assert len(text) == 2 + len(table) == 8


def test_what_was_archived_under_other_settings_is_no_reference(archive, trained, config):
    trained(lambda table: pytest.fail("trained"))
    config["balanced"]["training"]["epochs"] = 3
    with pytest.raises(ValueError, match=r"balanced_networks/mg/fixed.* under other settings"):
        measure_causes("x", archive, config, [], 1)


def test_without_a_reference_nothing_is_trained(archive, trained, config):
    trained(lambda table: pytest.fail("trained"))
    (archive / "tables/balanced_networks.csv").unlink()
    with pytest.raises(FileNotFoundError, match=r"balanced_networks.csv is missing"):
        measure_causes("x", archive, config, [], 1)


def test_an_overlay_that_names_no_study_has_no_rows(archive, trained, config):
    trained(lambda table: pytest.fail("trained"))
    Path("overlays/x.yaml").write_text("profile: elsewhere\n")
    assert measure_causes("x", archive, config, [], 1).empty
    assert measure_causes("eta_without_zeros", archive, config, [], 1).empty
    assert not (archive / "tables/cause_deviations.csv").exists()
