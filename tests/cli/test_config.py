"""Where things are kept, and what is said when they cannot be."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs
import pytest

from mizan.config import data_folder, kernel_cache
from mizan.errors import KernelError, StoreError


@pytest.fixture
def _homeless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user without an entry in the list of users, as in many containers."""

    def fail(*_: object, **__: object) -> str:
        raise RuntimeError("Could not determine home directory.")

    for name in ("user_data_dir", "user_cache_dir", "user_config_dir"):
        monkeypatch.setattr(platformdirs, name, fail)
    monkeypatch.delenv("MIZAN_DATA", raising=False)
    monkeypatch.delenv("MIZAN_KERNEL_CACHE", raising=False)


@pytest.mark.usefixtures("_homeless")
def test_without_a_home_the_variable_is_named() -> None:
    with pytest.raises(StoreError, match="MIZAN_DATA"):
        data_folder()
    with pytest.raises(KernelError, match="MIZAN_KERNEL_CACHE"):
        kernel_cache()


@pytest.mark.usefixtures("_homeless")
def test_with_the_variables_no_home_is_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIZAN_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("MIZAN_KERNEL_CACHE", str(tmp_path / "kernels"))

    assert data_folder() == tmp_path / "data"
    assert kernel_cache() == tmp_path / "kernels"


def test_what_is_given_outranks_the_variable() -> None:
    assert data_folder("elsewhere") == Path("elsewhere")


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o702])
def test_a_kernel_cache_that_others_may_write_to_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    folder = tmp_path / "kernels"
    folder.mkdir()
    folder.chmod(mode)
    monkeypatch.setenv("MIZAN_KERNEL_CACHE", str(folder))

    with pytest.raises(KernelError, match="written by others"):
        kernel_cache()


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder away")
def test_a_kernel_cache_of_somebody_else_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "kernels"
    folder.mkdir(mode=0o700)
    os.chown(folder, 54321, 54321)
    monkeypatch.setenv("MIZAN_KERNEL_CACHE", str(folder))

    with pytest.raises(KernelError):
        kernel_cache()
