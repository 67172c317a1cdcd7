"""Scan inputs in this process or in several, and give the answers in the order of the inputs."""

from __future__ import annotations

import multiprocessing
import queue
import threading
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import click

from mizan.cli.inputs import Input, load_some
from mizan.engine.build import open_engine
from mizan.engine.report import Answer, as_json, error_as_json
from mizan.engine.scan import Engine
from mizan.errors import ContentError, MizanError


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How the engine is opened and asked, in each process alike."""

    data: Path  # the data folder
    policy: Path | None  # None = the chosen or shipped one
    quote: bool  # put the matched text into the answers
    lang: Literal["en", "ar"]  # of the reasons

    def open(self) -> Engine:
        """Open the engine that this asks for."""
        return open_engine(self.data, policy=self.policy, lang=self.lang)


def judge(groups: Iterable[list[Input]], setting: Setting, jobs: int) -> Generator[list[Answer]]:
    """Yield the answers to each group of inputs, in order, made by `jobs` processes."""
    if jobs > 1:
        yield from _with_pool(groups, setting, jobs)
        return
    with setting.open() as engine:
        _warn(engine)
        for group in groups:
            yield answer(engine, group, quote=setting.quote)


def answer(engine: Engine, group: Iterable[Input], *, quote: bool) -> list[Answer]:
    """Read and scan a group of inputs; each failure stands in the place of its verdict."""
    answers: list[Answer] = []
    for loaded in load_some(group):
        contents = [item.content for item in loaded if item.content is not None]
        verdicts = iter(engine.scan_many(contents, quote=quote))
        for item in loaded:
            verdict = item.error if item.error is not None else next(verdicts)
            if isinstance(verdict, ContentError):
                answers.append(error_as_json(item.id, verdict, item.line))
            else:
                answers.append({**as_json(verdict), "id": item.id})
    return answers


def _warn(engine: Engine) -> None:
    """Say on standard error which entries match nothing, because they cannot be read."""
    for said in engine.reader.unread().values():
        click.echo(f"warning: {said}", err=True)


_engine: Engine  # one for each process of the pool
_quote = False


def _open(setting: Setting) -> None:
    global _engine, _quote
    _engine, _quote = setting.open(), setting.quote


def _work(group: list[Input]) -> list[Answer]:
    return answer(_engine, group, quote=_quote)


def _with_pool(
    groups: Iterable[list[Input]], setting: Setting, jobs: int
) -> Iterator[list[Answer]]:
    """Hand groups to processes as they arrive, from a thread, so that no answer waits for input."""
    with setting.open() as engine:  # tells what is wrong before a process dies of it
        _warn(engine)
    spawn = multiprocessing.get_context("spawn")  # never forked: numba and sqlite hold state
    pool = ProcessPoolExecutor(jobs, spawn, _open, (setting,))
    asked: queue.Queue[Future[list[Answer]] | Exception | None] = queue.Queue(maxsize=2 * jobs)

    def feed() -> None:
        try:
            for group in groups:
                asked.put(pool.submit(_work, group))
        except Exception as error:  # the border of a job runner: raised again where it is awaited
            asked.put(error)
        else:
            asked.put(None)

    # A daemon: it may wait for input, or for room, when nobody wants answers any more.
    threading.Thread(target=feed, daemon=True, name="mizan-inputs").start()
    try:
        while (item := asked.get()) is not None:
            if isinstance(item, Exception):
                raise item
            yield item.result()
    except BrokenProcessPool:
        raise MizanError(
            "a scanning process was ended from outside",
            hint="it may have run out of memory: take fewer --jobs",
            code="engine.process_died",
        ) from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
