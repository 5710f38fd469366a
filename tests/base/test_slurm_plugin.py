import sys
from types import ModuleType, SimpleNamespace

from sparse_rnn.base.slurm_plugin import PLUGIN, last_answer, remember_job_age


def test_the_last_answer_stands_where_there_is_none():
    answers = iter([None, 300, None, 2, None])
    ask = last_answer(lambda: next(answers))
    assert [ask() for _ in range(5)] == [None, 300, 300, 2, 2]


def test_the_plugin_is_mended_where_it_is_loaded(monkeypatch):
    answers = iter([300, None])
    plugin = SimpleNamespace(get_min_job_age=lambda: next(answers))
    monkeypatch.setitem(sys.modules, PLUGIN, plugin)
    remember_job_age()
    assert [plugin.get_min_job_age(), plugin.get_min_job_age()] == [300, 300]


def test_without_the_plugin_there_is_nothing_to_mend(monkeypatch):
    monkeypatch.delitem(sys.modules, PLUGIN, raising=False)
    remember_job_age()


def test_a_version_without_that_question_is_left_alone(monkeypatch):
    monkeypatch.setitem(sys.modules, PLUGIN, ModuleType(PLUGIN))
    remember_job_age()
