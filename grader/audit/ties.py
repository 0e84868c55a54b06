"""Turns a case into the inputs of which equal values, or values on a threshold, decide what is expected.

Such values are moved apart by next to nothing, once the later ones upwards and once downwards. Where the
results differ by more than the tolerance, it was the tie that decided.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from grader.oracle.solutions import Failed, play

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import NDArray

    from grader.model.case import Array, Case

_NEXT_TO_NOTHING: Final = 1e-9
_LEAST_JUMP: Final = 1e-6


def decided_by_ties(reference: ModuleType, case: Case, *, atol: float) -> tuple[str, ...]:
    """Name the inputs whose equal values decide.

    Parameters
    ----------
    reference : module
        The exercise's.
    case : Case
        With inputs of any real dtype; they are taken as float64.
    atol : float
        The largest absolute error that passes.

    Notes
    -----
    An input that cannot be moved, such as one of labels, is none.
    """
    return tuple(name for name in case.inputs if _decides(reference, case, name, atol=atol))


def _decides(reference: ModuleType, case: Case, name: str, *, atol: float) -> bool:
    array = np.asarray(case.inputs[name], dtype=np.float64)
    ramp = (np.arange(array.size, dtype=np.float64) + 1.0).reshape(array.shape) / array.size
    step = ramp * (_NEXT_TO_NOTHING * max(1.0, float(np.abs(array).max())))
    above, below = (_results(reference, case, name, moved) for moved in (array + step, array - step))
    if above is None or below is None or above.shape != below.shape:
        return False
    scale = max(1.0, float(np.abs(above).max(initial=0.0)))
    return bool((np.abs(above - below) > max(atol, _LEAST_JUMP * scale)).any())


def _results(reference: ModuleType, case: Case, name: str, moved: Array) -> NDArray[np.float64] | None:
    answer = play(reference, case.spec, {**case.inputs, name: moved})
    if isinstance(answer, Failed):
        return None
    return np.concatenate([np.asarray(value, dtype=np.float64).ravel() for value in answer.values()])
