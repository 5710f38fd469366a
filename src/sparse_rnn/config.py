"""The configuration: checked against one schema, then unfolded into the runs that it asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from itertools import product
from math import isfinite
from pathlib import Path
from typing import Any

import jsonschema
import yaml


def load_yaml(path: str | Path) -> dict:
    """Read a YAML mapping; anything else raises ValueError with the file's name."""
    try:
        content = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ValueError(f"{path} is not YAML: {error}") from None
    if not isinstance(content, dict):
        raise ValueError(f"{path} must hold keys and values, got {type(content).__name__}")
    return content


def overlay(base: Mapping, change: Mapping) -> dict:
    """Return ``base`` with the values of ``change`` in place of its own, mapping by mapping.

    This is how Snakemake lays one config file over another: lists are replaced, not joined.
    """
    merged = dict(base)
    for key, value in change.items():
        inner = merged.get(key)
        both = isinstance(inner, Mapping) and isinstance(value, Mapping)
        merged[key] = overlay(inner, value) if both else value
    return merged


_JSON = jsonschema.Draft202012Validator
_VALIDATOR = jsonschema.validators.extend(
    _JSON,
    type_checker=_JSON.TYPE_CHECKER.redefine_many(
        {
            # JSON knows neither: 10.0 is no number of epochs, and nan is within all limits
            "integer": lambda _, value: isinstance(value, int) and not isinstance(value, bool),
            "number": lambda _, value: (
                _JSON.TYPE_CHECKER.is_type(value, "number") and isfinite(value)
            ),
        }
    ),
)


def validate(config: Mapping, schema: Mapping) -> None:
    """Check a configuration.

    Raises
    ------
    ValueError
        Naming every key that is unknown or whose value is impossible, with the legal values.
    """
    checker = _VALIDATOR(schema)
    errors = sorted(checker.iter_errors(config), key=lambda error: [*map(str, error.path)])
    if errors:
        lines = "\n".join(f"  {described(leaf)}" for error in errors for leaf in leaves(error))
        raise ValueError(f"the configuration is not valid:\n{lines}")


def leaves(error: jsonschema.ValidationError) -> Iterator[jsonschema.ValidationError]:
    """Yield what is really wrong where a value may have one of several forms."""
    if not error.context:
        yield error
        return
    # a value of the wrong form fails every branch; the branch of its own form tells most
    branches = {sub.schema_path[0] for sub in error.context}
    wrong_form = {sub.schema_path[0] for sub in error.context if sub.validator == "type"}
    best = min(branches - wrong_form or branches)
    for sub in error.context:
        if sub.schema_path[0] == best:
            yield from leaves(sub)


def described(error: jsonschema.ValidationError) -> str:
    """Say in one line which key is wrong, why, and what is legal there."""
    key = ".".join(map(str, error.absolute_path)) or "top level"
    meaning = f" ({error.schema['description']})" if "description" in error.schema else ""
    if error.validator == "additionalProperties":
        return f"{key}: {_unknown_keys(error)}"
    if error.validator == "enum":
        legal = ", ".join(map(str, error.schema["enum"]))
        return f"{key}: {error.instance!r} is unknown{meaning}; legal: {legal}"
    if error.validator in LIMITS:
        limits = [f"{sign} {error.schema[k]}" for k, sign in LIMITS.items() if k in error.schema]
        return f"{key}: {error.instance!r} is impossible{meaning}; legal: {' and '.join(limits)}"
    return f"{key}: {error.message}{meaning}{_number_hint(error)}"


LIMITS = {"minimum": ">=", "exclusiveMinimum": ">", "maximum": "<=", "exclusiveMaximum": "<"}


def _number_hint(error: jsonschema.ValidationError) -> str:
    """Return how to write a number that YAML takes for a text, such as 1e-5."""
    if error.validator != "type" or not isinstance(error.instance, str):
        return ""
    try:
        return f"; YAML takes it for a text, write {Decimal(error.instance):f}"
    except InvalidOperation:
        return ""


def _unknown_keys(error: jsonschema.ValidationError) -> str:
    legal = sorted(error.schema.get("properties", {}))
    unknown = [str(name) for name in error.instance if name not in legal]
    hints = [hint for name in unknown for hint in get_close_matches(name, legal, 1)]
    meant = f" (did you mean {', '.join(hints)}?)" if hints else ""
    return f"unknown key {', '.join(map(repr, unknown))}{meant}; legal: {', '.join(legal)}"


@dataclass(frozen=True, order=True)
class Condition:
    """One kind of network that is trained; its replicas differ by seed only."""

    task: str
    model: str
    strategy: str
    sparsity: float

    @property
    def label(self) -> dict[str, Any]:
        """The columns that name the condition in every table."""
        return dict(vars(self))

    @property
    def wildcards(self) -> dict[str, str]:
        """The condition as it is spelt in paths; numbers have no exponent."""
        spelt = f"{Decimal(repr(float(self.sparsity))):f}"
        return {key: str(value) for key, value in (self.label | {"sparsity": spelt}).items()}

    @classmethod
    def parse(cls, task: str, model: str, strategy: str, sparsity: str) -> Condition:
        """Return the condition from its spelling in paths."""
        return cls(task, model, strategy, float(sparsity))

    @classmethod
    def of_job(cls, job: Mapping[str, str]) -> Condition:
        """Return the condition of a job from its wildcards, which may name more."""
        return cls.parse(**{field.name: job[field.name] for field in fields(cls)})


def conditions(config: Mapping) -> list[Condition]:
    """Return every condition of the configuration once, sorted; dense ones at sparsity 0."""
    unfolded = {
        Condition(task, model, strategy, 0.0 if strategy == "dense" else float(sparsity))
        for entry in config["conditions"]
        for task, model, strategy, sparsity in product(
            entry["tasks"], entry["models"], entry["strategies"], entry["sparsities"]
        )
    }
    return sorted(unfolded)


def value_for(value: Any, name: str) -> Any:
    """Return the value for one task or strategy: a mapping gives its own or its default."""
    if isinstance(value, Mapping) and "default" in value:
        return value.get(name, value["default"])
    return value


def training_settings(
    config: Mapping, condition: Condition, seeds: Sequence[int] | None = None
) -> dict[str, Any]:
    """Return all that one training job depends on, and nothing else.

    Snakemake compares this record with that of the last run, so that only the conditions whose
    values changed are trained again.

    Parameters
    ----------
    config : Mapping
        The configuration.
    condition : Condition
        What is trained.
    seeds : sequence of int, optional
        The replicas of the job; by default all that the configuration has.

    Raises
    ------
    ValueError
        If the configuration does not have one of the seeds.
    """
    task = _task_settings(config, condition.task)
    task["learning_rate"] = value_for(task["learning_rate"], condition.strategy)
    model = {k: value_for(v, condition.task) for k, v in config["models"][condition.model].items()}
    strategy = config["strategies"][condition.strategy]
    return {
        "seed": config["seed"],
        "seeds": _seeds_of_job(seeds, config["seeds"]),
        "task": task,
        "model": model,
        "strategy": {k: value_for(v, condition.task) for k, v in strategy.items()},
    }


def _seeds_of_job(asked: Sequence[int] | None, known: Sequence[int]) -> list[int]:
    """Return the seeds asked for, all if none are; ValueError for one that is not known."""
    others = sorted(set(asked or ()) - set(known))
    if others:
        raise ValueError(
            f"seeds {', '.join(map(str, others))} are not those of the configuration; add them to "
            "seeds, or name others"
        )
    return list(known if asked is None else asked)


def _task_settings(config: Mapping, task: str) -> dict[str, Any]:
    """Return the settings of a task; a value of null is as if its key were not there."""
    return {key: value for key, value in config["tasks"][task].items() if value is not None}


def _with_delay(config: Mapping, task: str, delay: float) -> dict[str, Any]:
    """Return the settings of a task, with another delay if its data have one."""
    settings = _task_settings(config, task)
    if "delay" in settings["data"]:
        settings["data"] = settings["data"] | {"delay": delay}
    return settings


def given_settings(
    config: Mapping, experiment: str, task: str, seeds: Sequence[int] | None = None
) -> dict[str, Any]:
    """Return all that training on given networks depends on, beside those networks.

    Parameters
    ----------
    config : Mapping
        The configuration.
    experiment : {"balanced", "lesions"}
        Whose ``training`` it is.
    task : str
        Name of the task.
    seeds : sequence of int, optional
        The experiment's seeds that a job has; by default all.

    Returns
    -------
    dict
        What `training_settings` returns for the model ``rnn``, with the experiment's own seeds,
        epochs and learning rate, and how weights are drawn.  Networks are kept at the start and at
        the end alone.

    Raises
    ------
    ValueError
        If the experiment does not have one of the seeds.
    """
    own = {key: value_for(value, task) for key, value in config[experiment]["training"].items()}
    epochs, own["seeds"] = own.pop("epochs"), _seeds_of_job(seeds, own["seeds"])
    settings = _task_settings(config, task) | {"epochs": epochs, "snapshot_every": epochs}
    named = {key: own.pop(key, None) for key in OWN_TASK_KEYS}
    settings |= {key: value for key, value in named.items() if value}
    settings["learning_rate"] = value_for(settings["learning_rate"], "default")
    return {"seed": config["seed"], "task": settings, "model": {}, **own}


OWN_TASK_KEYS = ("learning_rate", "input_std", "keep_best")
"""What training on given networks may have of its own; null (or false) leaves the task's."""


def protocol_settings(
    config: Mapping, task: str, protocol: str, seeds: Sequence[int] | None = None
) -> dict[str, Any]:
    """Return all that training on the authors' networks depends on, beside those networks.

    Parameters
    ----------
    config : Mapping
        The configuration.
    task : str
        Name of the task.
    protocol : str
        Name of one of ``published.training.protocols``.
    seeds : sequence of int, optional
        The seeds of ``published.training`` that a job has; by default all.

    Returns
    -------
    dict
        As `given_settings` returns it: the task's own values with those of the protocol in their
        place.

    Raises
    ------
    ValueError
        If ``published.training`` does not have one of the seeds.
    """
    training = config["published"]["training"]
    own = {key: value_for(value, task) for key, value in training["protocols"][protocol].items()}
    drawn = {key: own.pop(key) for key in ("weight_limit", "spectral_radius")}
    delay = own.pop("delay")
    settings = _with_delay(config, task, delay) | own
    settings["evaluate_every"] = value_for(training["evaluate_every"], task)
    settings["snapshot_every"] = settings["epochs"]
    return {
        "seed": config["seed"],
        "task": settings,
        "model": {},
        "seeds": _seeds_of_job(seeds, value_for(training["seeds"], task)),
        **drawn,
    }


def published_settings(config: Mapping, task: str) -> dict[str, Any]:
    """Return all that testing the authors' networks on our data depends on.

    Parameters
    ----------
    config : Mapping
        The configuration.
    task : str
        Name of the task.

    Returns
    -------
    dict
        What `training_settings` returns for the model ``rnn``, without seeds; the Mackey-Glass
        series has the delay that the networks were trained with.
    """
    settings = _with_delay(config, task, config["published"]["lesions"]["delay"])
    settings["learning_rate"] = value_for(settings["learning_rate"], "default")
    return {"seed": config["seed"], "task": settings, "model": {}}
