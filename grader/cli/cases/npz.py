"""Turns a case into the bytes of an .npz file with inputs and expected arrays, the same bits each time."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from numpy.lib import format as npy

if TYPE_CHECKING:
    from grader.model.case import Case


def npz_bytes(case: Case) -> bytes:
    """Pack the arrays of a case under their names.

    An expected array that has the name of an input is called `expected_<name>`.
    """
    arrays = dict(case.inputs)
    for name, array in case.expected.items():
        arrays[f"expected_{name}" if name in arrays else name] = array
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, array in arrays.items():
            packed = io.BytesIO()
            npy.write_array(packed, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), packed.getvalue())
    return whole.getvalue()
