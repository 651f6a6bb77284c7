"""The laboratory for tests that run the command itself: in a thread, for the command is another process."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from .lab import Lab, running


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Run the laboratory as long as a module's tests."""
    ready: list[tuple[Lab, asyncio.AbstractEventLoop, asyncio.Event]] = []
    begun = threading.Event()

    async def run() -> None:
        async with running(tmp_path_factory.mktemp("lab")) as lab:
            over = asyncio.Event()
            ready.append((lab, asyncio.get_running_loop(), over))
            begun.set()
            await over.wait()

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    assert begun.wait(10)
    lab, loop, over = ready[0]
    yield lab
    loop.call_soon_threadsafe(over.set)
    thread.join()
