import gzip
import hashlib
import io
import os
import threading
import time
import zipfile
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from sparse_rnn.base.artifacts import load_record
from sparse_rnn.tasks import download, raw_files
from sparse_rnn.tasks.registry import TASK_CLASSES, task_class

REAL_MIRROR = os.environ.get("DATA_MIRROR")
CONTENT = b"0123456789" * 200
DIGITS, TEXT, LOG = "toy/digits.gz", "toy/text", "toy/log"


def zipped(**members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


@pytest.fixture(autouse=True)
def no_mirror(monkeypatch):
    monkeypatch.delenv("DATA_MIRROR", raising=False)
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture
def web():
    """A public home on this machine: a dict of what it serves, and the paths it was asked for."""
    served, asked, refused = {}, [], {}

    class Home(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            data, announced = served.get(self.path, (None, 0))
            self.send_response(refused.get(self.path, 404 if data is None else 200))
            self.send_header("Content-Length", str(announced))
            self.end_headers()
            self.wfile.write(data or b"")

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Home)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()

    class Web:
        home = f"http://127.0.0.1:{server.server_port}"

        def serve(self, path, data, announced=None):
            served[path] = (data, len(data) if announced is None else announced)

        def refuse(self, path, status):
            refused[path] = status

    Web.asked = asked
    yield Web()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def table(monkeypatch, web):
    """Three files in place of the real ones, each with a first and a second home."""
    digest = "sha256:" + hashlib.sha256(CONTENT).hexdigest()
    text = "sha256:" + hashlib.sha256(b"plain\n").hexdigest()
    homes = (f"{web.home}/first/digits.gz", f"{web.home}/second/digits.gz")
    archives = (f"{web.home}/first/all.zip", f"{web.home}/second/all.zip")
    files = (
        raw_files.RawFile(DIGITS, digest, raw_files.DECOMPRESSED, homes),
        raw_files.RawFile(TEXT, text, raw_files.PLAIN_TEXT, archives),
        raw_files.RawFile(LOG, "md5:" + hashlib.md5(b"log").hexdigest(), raw_files.WHOLE, archives),
    )
    monkeypatch.setattr(raw_files, "FILES", files)
    monkeypatch.setattr(download, "FILES", files)
    return files


def everything_under(folder):
    return [path for path in Path(folder).rglob("*") if path.is_file()]


def test_the_first_home_that_has_the_content_is_used(table, web, tmp_path):
    web.serve("/second/digits.gz", gzip.compress(CONTENT, 9))
    place = download.fetch(DIGITS, tmp_path)
    assert place == tmp_path / DIGITS
    assert raw_files.read(DIGITS, tmp_path) == CONTENT
    assert web.asked == ["/first/digits.gz", "/second/digits.gz"]
    assert everything_under(tmp_path) == [place]


def test_a_home_that_forbids_is_passed_over_for_the_second(table, web, tmp_path):
    for home in ("first", "second"):
        web.serve(f"/{home}/digits.gz", gzip.compress(CONTENT))
    web.refuse("/first/digits.gz", 403)
    download.fetch(DIGITS, tmp_path)
    assert web.asked == ["/first/digits.gz", "/second/digits.gz"]
    web.refuse("/second/digits.gz", 403)
    with pytest.raises(OSError, match=r"first/digits\.gz: 403 .*\n.*second/digits\.gz: 403 "):
        download.fetch(DIGITS, tmp_path / "other")


def test_homes_lie_on_several_hosts_where_several_are_known():
    hosts = {file.path: {urlsplit(url).netloc for url in file.urls} for file in raw_files.FILES}
    one = {path.partition("/")[0] for path, found in hosts.items() if len(found) == 1}
    assert one == {"hgs", "har", "har_part"}  # docs/data.md says so
    assert all("yann.lecun.com" not in found for found in hosts.values())


def test_every_hash_is_a_sha256_but_the_one_that_is_not_known():
    weak = [file.path for file in raw_files.FILES if not file.hash.startswith("sha256:")]
    assert weak == ["har/ConfLongDemo_JSI.txt"]  # docs/data.md says so


@pytest.mark.parametrize("level", [1, 9])
def test_packing_does_not_matter_only_content_does(table, web, tmp_path, level):
    web.serve("/first/digits.gz", gzip.compress(CONTENT, level, mtime=level))
    download.fetch(DIGITS, tmp_path)
    assert web.asked == ["/first/digits.gz"]


def test_a_failed_home_is_tried_once_more(table, web, tmp_path):
    with pytest.raises(OSError, match="404"):
        download.fetch(DIGITS, tmp_path)
    assert web.asked == ["/first/digits.gz", "/second/digits.gz"] * 2


def test_a_good_file_is_kept_and_no_home_is_asked(table, web, tmp_path):
    (tmp_path / "toy").mkdir()
    (tmp_path / DIGITS).write_bytes(gzip.compress(CONTENT))
    download.fetch(DIGITS, tmp_path)
    assert web.asked == []


def test_a_broken_file_is_replaced(table, web, tmp_path):
    (tmp_path / "toy").mkdir()
    (tmp_path / DIGITS).write_bytes(gzip.compress(CONTENT)[:-9])
    web.serve("/first/digits.gz", gzip.compress(CONTENT))
    download.fetch(DIGITS, tmp_path)
    assert raw_files.read(DIGITS, tmp_path) == CONTENT


def test_corrupt_content_is_refused_and_both_hashes_are_named(table, web, tmp_path):
    wrong = CONTENT[:-1] + b"x"
    web.serve("/first/digits.gz", gzip.compress(wrong))
    with pytest.raises(OSError) as caught:
        download.fetch(DIGITS, tmp_path)
    message = str(caught.value)
    expected = hashlib.sha256(CONTENT).hexdigest()
    actual = hashlib.sha256(wrong).hexdigest()
    assert "no good copy of toy/digits.gz was found" in message
    assert f"expected sha256 {expected} of its decompressed bytes, got {actual}" in message
    assert f"Put digits.gz with sha256 {expected}" in message
    assert f"into {tmp_path / 'toy'}, or set DATA_MIRROR" in message
    assert f"{web.home}/second/digits.gz: 404" in message
    assert everything_under(tmp_path) == []


def test_a_truncated_archive_is_refused(table, web, tmp_path):
    short = gzip.compress(CONTENT)[:-9]
    web.serve("/first/digits.gz", short)
    with pytest.raises(OSError, match="cannot be unpacked") as caught:
        download.fetch(DIGITS, tmp_path)
    assert f"got {hashlib.sha256(short).hexdigest()} of the file as it is" in str(caught.value)
    assert everything_under(tmp_path) == []


def test_a_connection_that_breaks_off_leaves_nothing(table, web, tmp_path):
    whole = gzip.compress(CONTENT)
    web.serve("/first/digits.gz", whole[:20], announced=len(whole))
    with pytest.raises(OSError, match=r"first/digits\.gz: .*(broken|Incomplete)"):
        download.fetch(DIGITS, tmp_path)
    assert everything_under(tmp_path) == []


def test_a_page_instead_of_the_archive_is_refused(table, web, tmp_path):
    web.serve("/first/digits.gz", b"<html>moved</html>")
    web.serve("/first/all.zip", b"<html>moved</html>")
    with pytest.raises(OSError, match="Not a gzipped file"):
        download.fetch(DIGITS, tmp_path)
    with pytest.raises(OSError, match="not a whole zip archive"):
        download.fetch(TEXT, tmp_path)


def test_without_network_it_fails_within_seconds(table, monkeypatch, tmp_path):
    nowhere = replace(table[0], urls=("http://127.0.0.1:9/digits.gz",))
    monkeypatch.setattr(raw_files, "FILES", (nowhere,))
    start = time.monotonic()
    with pytest.raises(OSError, match=r"127\.0\.0\.1:9/digits\.gz: cannot be reached\nPut digits"):
        download.fetch(DIGITS, tmp_path)
    assert time.monotonic() - start < 5
    assert sum(download.TIMEOUT) < 60


def test_an_archive_is_downloaded_once_for_all_its_members(table, web, tmp_path, monkeypatch):
    web.serve("/first/all.zip", zipped(text="plain\n", log="log"))
    monkeypatch.setattr(download, "FILES", table[1:])
    monkeypatch.setattr(raw_files, "FILES", table[1:])
    assert download.fetch_task("toy", tmp_path) == [tmp_path / TEXT, tmp_path / LOG]
    assert web.asked == ["/first/all.zip"]
    assert sorted(everything_under(tmp_path)) == [tmp_path / LOG, tmp_path / TEXT]


def test_a_bad_archive_is_not_remembered(table, web, tmp_path):
    web.serve("/first/all.zip", zipped(log="wrong"))
    web.serve("/second/all.zip", zipped(log="log"))
    downloads = {}
    download.fetch(LOG, tmp_path, downloads)
    assert list(downloads) == [f"{web.home}/second/all.zip"]


def test_members_cannot_climb_out_of_the_folder(table, web, tmp_path):
    web.serve("/first/all.zip", zipped(**{"..__..__log": "log", "..__evil": "evil"}))
    raw = tmp_path / "a" / "b"
    assert download.fetch(LOG, raw) == raw / LOG
    assert everything_under(tmp_path) == [raw / LOG]


@pytest.mark.parametrize(
    ("archive", "message"),
    [
        (zipped(other="x"), "the archive holds 0 files called log, not one"),
        (zipped(a__log="log", b__log="log"), "the archive holds 2 files called log, not one"),
        (zipped(log="log")[:-5], "not a whole zip archive"),
        (zipped(log="log").replace(b"log", b"lag", 1), "not a whole zip archive"),
    ],
)
def test_odd_archives_are_refused(table, web, tmp_path, archive, message):
    web.serve("/first/all.zip", archive)
    with pytest.raises(OSError, match=message):
        download.fetch(LOG, tmp_path)


def test_members_of_one_name_are_told_apart_by_their_path(table, web, tmp_path, monkeypatch):
    web.serve("/first/all.zip", zipped(top__a__log="other", top__b__log="log"))
    monkeypatch.setattr(raw_files, "FILES", (replace(table[2], member="b/log"),))
    place = download.fetch(LOG, tmp_path)
    assert place.read_bytes() == b"log"


def test_an_archive_bomb_is_not_unpacked(table, web, tmp_path, monkeypatch):
    monkeypatch.setattr(download, "MEMBER_LIMIT", 2)
    web.serve("/first/all.zip", zipped(log="log"))
    with pytest.raises(OSError, match="log unpacks to 3 bytes, too many"):
        download.fetch(LOG, tmp_path)


def test_the_mirror_folder_is_the_only_source_when_it_is_set(table, web, tmp_path, monkeypatch):
    mirror, raw = tmp_path / "mirror", tmp_path / "raw"
    (mirror / "toy").mkdir(parents=True)
    (mirror / DIGITS).write_bytes(gzip.compress(CONTENT))
    monkeypatch.setenv("DATA_MIRROR", str(mirror))
    web.serve("/first/all.zip", zipped(log="log"))
    download.fetch(DIGITS, raw)
    assert raw_files.read(DIGITS, raw) == CONTENT
    with pytest.raises(OSError, match=f"{mirror / LOG}: No such file or directory\nPut log"):
        download.fetch(LOG, raw)
    assert web.asked == []


def test_a_corrupt_mirror_is_refused(table, tmp_path, monkeypatch):
    mirror, raw = tmp_path / "mirror", tmp_path / "raw"
    (mirror / "toy").mkdir(parents=True)
    (mirror / DIGITS).write_bytes(gzip.compress(CONTENT + b"!"))
    monkeypatch.setenv("DATA_MIRROR", str(mirror))
    with pytest.raises(OSError, match=f"{mirror / DIGITS}: .* expected sha256"):
        download.fetch(DIGITS, raw)
    assert everything_under(raw) == []


def test_copies_of_a_text_that_differ_only_in_form_have_one_content():
    original = "a\t£ 5\nb\tcafé\n".encode()
    assert raw_files.PLAIN_TEXT.extract(original) == b"a\t 5\nb\tcaf\n"
    for other in (
        b"a\t 5\nb\tcaf\n\n",
        b"a\t 5\r\nb\tcaf\r\n",
        "a\t£ 5\nb\tcafé".encode("latin-1"),
    ):
        assert raw_files.PLAIN_TEXT.extract(other) == raw_files.PLAIN_TEXT.extract(original)


def test_reading_a_missing_or_broken_file_says_what_to_do(table, tmp_path):
    with pytest.raises(FileNotFoundError, match=r"digits\.gz is missing\. Put digits\.gz with"):
        raw_files.read(DIGITS, tmp_path)
    (tmp_path / "toy").mkdir()
    (tmp_path / DIGITS).write_bytes(gzip.compress(CONTENT[:-1]))
    with pytest.raises(ValueError, match=r"is corrupt or cut short: .* Delete it\. Put digits"):
        raw_files.read(DIGITS, tmp_path)


def test_unknown_names_are_refused(tmp_path):
    with pytest.raises(ValueError, match=r"unknown raw file 'mnist/x'; known: mnist/train-images"):
        download.fetch("mnist/x", tmp_path)
    with pytest.raises(
        ValueError, match="'mg' has no raw files; tasks with raw files: har, har_part, hgs, mnist"
    ):
        download.fetch_task("mg", tmp_path)


def test_the_record_holds_the_hashes_or_the_error(table, web, tmp_path, caplog):
    record = tmp_path / "toy.json"
    download.record_task("toy", tmp_path, record)
    assert load_record(record)["error"].startswith("no good copy of toy/digits.gz")
    assert "no good copy of toy/digits.gz" in caplog.text
    web.serve("/first/digits.gz", gzip.compress(CONTENT))
    web.serve("/first/all.zip", zipped(text="plain\n", log="log"))
    download.record_task("toy", tmp_path, record)
    assert load_record(record) == {"files": {file.path: file.hash for file in table}}


def test_every_task_names_its_files():
    counts = {name: len(raw_files.raw_files(name)) for name in TASK_CLASSES}
    assert counts == {"mnist": 4, "sms": 1, "mg": 0, "hgs": 7, "har": 1, "har_part": 1, "mtc": 0}
    assert sum(counts.values()) == len(raw_files.FILES)
    assert {name: task_class(name).name for name in TASK_CLASSES} == {
        name: name for name in TASK_CLASSES
    }


PUBLISHED_FILES = {"published/a/log": b"first", "published/b/log": b"second"}


@pytest.fixture
def published(monkeypatch, tmp_path):
    """Two published files in a mirror, and their manifest in place of the real one."""
    lines = ""
    for path, data in PUBLISHED_FILES.items():
        (tmp_path / "mirror" / path).parent.mkdir(parents=True)
        (tmp_path / "mirror" / path).write_bytes(data)
        lines += f"{hashlib.sha256(data).hexdigest()}  {path.removeprefix('published/')}\n"
    manifest = tmp_path / "small.sha256"
    manifest.write_text(lines)
    monkeypatch.setattr(raw_files, "MANIFEST", manifest)
    monkeypatch.setenv("DATA_MIRROR", str(tmp_path / "mirror"))
    raw_files.published_files.cache_clear()
    yield manifest
    raw_files.published_files.cache_clear()


def test_all_that_the_authors_published_is_fetched_and_verified(published, tmp_path):
    places = download.fetch_task("published", tmp_path / "raw")
    assert [place.read_bytes() for place in places] == list(PUBLISHED_FILES.values())
    assert raw_files.read("published/b/log", tmp_path / "raw") == b"second"


def test_a_published_file_changed_by_a_byte_is_refused_by_name(published, tmp_path):
    (tmp_path / "mirror/published/b/log").write_bytes(b"Second")
    record = tmp_path / "raw/published.json"
    download.record_task("published", tmp_path / "raw", record)
    assert "no good copy of published/b/log" in load_record(record)["error"]
    assert not (tmp_path / "raw/published/b/log").exists()


def test_a_published_file_without_an_entry_is_neither_fetched_nor_read(published, tmp_path):
    published.write_text(published.read_text().splitlines()[0] + "\n")
    (place,) = download.fetch_task("published", tmp_path / "raw")
    assert place == tmp_path / "raw/published/a/log"
    with pytest.raises(ValueError, match=r"'published/b/log': .* lists 1 files, and not this one"):
        raw_files.read("published/b/log", tmp_path / "mirror")


@pytest.mark.skipif(not REAL_MIRROR, reason="DATA_MIRROR is not set")
@pytest.mark.parametrize("task", ["mnist", "sms", "hgs", "har", "har_part", "published"])
def test_the_mirror_verifies(task, tmp_path, monkeypatch):
    mirror = Path(REAL_MIRROR)
    if not (mirror / raw_files.raw_files(task)[0]).exists():
        pytest.skip(f"DATA_MIRROR has no {task}")
    monkeypatch.setenv("DATA_MIRROR", str(mirror))
    places = download.fetch_task(task, tmp_path)
    assert sorted(everything_under(tmp_path)) == sorted(places)
