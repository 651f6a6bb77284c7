"""The faults of Material's templates that are mended are still there, and do not reach our pages."""

from __future__ import annotations

from pathlib import Path

import jinja2
import material
import pytest

from dossier.mending import FAULTS, MendingLoader

MATERIAL = jinja2.FileSystemLoader(Path(material.__file__).parent / "templates")


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_that_is_gone_from_material_is_mended_no_more(name: str) -> None:
    environment = jinja2.Environment(autoescape=True)
    source, *_ = MATERIAL.get_source(environment, name)
    mended, *_ = MendingLoader(MATERIAL).get_source(environment, name)
    for fault, instead in FAULTS[name]:
        assert fault in source
        assert instead in mended
        assert fault not in mended.replace(instead, "")
