"""Checks tell one line each; a fault is loud and names the file."""

import pytest

from sparse_rnn.release import check
from sparse_rnn.release.bundle import write_bundle
from sparse_rnn.release.checksums import SUMS, sums_of

CHEAP = ("files", "archive", "model")


@pytest.fixture
def release(tmp_path, monkeypatch):
    """Make a release of two files in ``dist``; ``changed`` replaces a content after its hash."""
    monkeypatch.setattr(check, "CHECKS", {name: check.CHECKS[name] for name in CHEAP})

    def make(**changed):
        content = {"a.csv": b"a", "b.csv": b"b"}
        inside = content | {SUMS: sums_of(content).encode()}
        path = tmp_path / "dist" / "toy-archive.tar.gz"
        write_bundle(path, "toy", inside | {f"{k}.csv": v for k, v in changed.items()}, 0)
        (path.parent / SUMS).write_text(sums_of({path.name: path}))
        return path

    return make


@pytest.fixture
def checked(tmp_path):
    def run(path):
        lines, folder = [], tmp_path / "work"
        folder.mkdir()
        return check.check_release(path, folder, lines.append), lines

    return run


def test_a_sound_release_has_a_line_per_check(release, checked):
    good, lines = checked(release())
    assert good
    assert lines == [
        "ok       files: all as listed",
        "ok       archive: all as listed",
        "skipped  model: the release holds no trained models",
    ]


def test_a_changed_byte_in_the_archive_names_the_file(release, checked):
    good, lines = checked(release(b=b"c"))
    assert not good
    assert lines[0].startswith("ok ")
    assert lines[1].startswith("FAILED   archive: b.csv: changed, its sha256 is ")


def test_a_changed_byte_of_the_archive_itself_names_it(release, checked):
    path = release()
    data = bytearray(path.read_bytes())
    data[4] ^= 1  # the time in its head, which unpacking does not look at
    path.write_bytes(data)
    good, lines = checked(path)
    assert not good
    assert lines[0].startswith("FAILED   files: toy-archive.tar.gz: changed")
    assert lines[1] == "ok       archive: all as listed"


def test_a_broken_archive_ends_the_check(release, checked):
    path = release()
    path.write_bytes(path.read_bytes()[:100])
    good, lines = checked(path)
    assert not good
    assert lines[-1].startswith("FAILED   unpacking: ")


def test_without_its_list_the_archive_is_still_checked(release, checked):
    path = release()
    (path.parent / SUMS).unlink()
    good, lines = checked(path)
    assert good
    assert lines[0] == f"skipped  files: no {SUMS} lies beside toy-archive.tar.gz"


def test_models_whose_data_are_downloaded_are_skipped(release, checked, tmp_path):
    made = check.Release(tmp_path / "a.tar.gz", tmp_path, check.FreshEnvironment(tmp_path))
    model = tmp_path / check.ARCHIVE / check.MODEL_FOLDER / "mnist/rnn/1.safetensors"
    model.parent.mkdir(parents=True)
    model.write_bytes(b"")
    with pytest.raises(check.Skipped, match="none of 1 models"):
        check.model(made)


@pytest.mark.parametrize(("metric", "good"), [(0.5001, True), (0.52, False)])
def test_a_model_must_have_the_archived_metric(metric, good, tmp_path):
    found = {"metric": metric, "archived": 0.5, "metric_name": "accuracy"}
    if good:
        assert "accuracy 0.5001" in check._close(found, tmp_path)
    else:
        with pytest.raises(ValueError, match=r"but the archive says 0\.5"):
            check._close(found, tmp_path)
