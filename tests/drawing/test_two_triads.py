import re
from pathlib import Path

import pytest
from matplotlib.image import imread
from matplotlib.offsetbox import AnnotationBbox

from sparse_rnn.drawing.two_triads import two_triads_figure, write_two_triads

ROOT = Path(__file__).parents[2]


def test_a_balanced_loop_stands_beside_an_unbalanced_one():
    figure = two_triads_figure()
    panels = [[text.get_text() for text in axes.texts] for axes in figure.axes]
    assert [words[0] for words in panels] == ["Balanced", "Unbalanced"]
    assert all({"i", "j", "k"} < set(words) for words in panels)
    negative = []
    for axes in figure.axes:
        (box,) = (artist for artist in axes.artists if isinstance(artist, AnnotationBbox))
        lines = box.offsetbox.findobj(lambda artist: hasattr(artist, "get_linestyle"))
        negative.append(sum(artist.get_linestyle() == "--" for artist in lines))
    assert [number % 2 for number in negative] == [0, 1], "links with a minus, even or odd"


def test_no_words_leave_the_canvas_and_all_are_readable_at_600_pixels():
    figure = two_triads_figure()
    figure.draw_without_rendering()
    texts = [text for axes in figure.axes for text in axes.texts] + figure.texts
    for text in texts:
        box = text.get_window_extent()
        assert figure.bbox.x0 <= box.x0 and box.x1 <= figure.bbox.x1
        assert figure.bbox.y0 <= box.y0 and box.y1 <= figure.bbox.y1
        height = text.get_fontsize() / 72 * 600 / figure.get_figwidth()
        assert height > 12, "pixels, where the picture is 600 wide"


def test_the_picture_of_the_readme_is_the_one_that_is_drawn(tmp_path, capsys):
    write_two_triads(["--figures", str(tmp_path)])
    path = Path(capsys.readouterr().out.strip())
    shown = re.search(r"\]\((figures/reference/00_\S+?)\)", (ROOT / "README.md").read_text())[1]
    assert path.name == Path(shown).name
    assert (imread(path) == imread(ROOT / shown)).mean() > 0.99


def test_a_file_in_the_way_of_the_folder_is_told(tmp_path, capsys):
    (tmp_path / "file").touch()
    with pytest.raises(SystemExit, match="2"):
        write_two_triads(["--figures", str(tmp_path / "file")])
    assert "file: it is a file; make it a folder" in capsys.readouterr().err
