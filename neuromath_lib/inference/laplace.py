"""Variational Laplace: a Gaussian for the posterior, and with it the evidence for the model.

Each search climbs to the nearest top, and a model may have several. So one starts at the prior's
mean and others at draws from the prior; they know nothing of each other and can be spread over
processors or machines, in any order, with the same numbers: joblib does it, and within
``joblib.parallel_config(backend="dask")`` it is a Dask cluster that works.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from neuromath_lib.inference.climbing import FAILURES, History, Point, Problem, climb
from neuromath_lib.inference.gaussian import Gaussian, gaussian
from neuromath_lib.inference.noise import noise_parts
from neuromath_lib.numerics.validation import number, whole_number

VAGUE = Gaussian([0.0], [64.0])  # two standard deviations are a factor of 9e6 either way


@dataclasses.dataclass(frozen=True, eq=False)
class Inversion:
    """What the data say about the parameters, from the best of the starts.

    Attributes
    ----------
    mean : numpy.ndarray, shape (p,)
        Posterior mean of the parameters.
    covariance : numpy.ndarray, shape (p, p)
        Posterior covariance; 0 for what the prior held fixed.
    log_evidence : float
        Free energy at the top, nats; the log evidence itself for a linear model whose precision
        is known.
    noise : Gaussian
        Posterior of the log-precisions.
    history : History
        The way up from the best start.
    starts : tuple of History or str
        The way up from every start, in order (the prior's mean first), or why there was none.
    predicted : numpy.ndarray
        Prediction at the posterior mean, of the data's shape.
    prior : Gaussian
        What was believed before.
    """

    mean: np.ndarray
    covariance: np.ndarray
    log_evidence: float
    noise: Gaussian
    history: History
    starts: tuple[History | str, ...]
    predicted: np.ndarray
    prior: Gaussian

    @property
    def posterior(self) -> Gaussian:
        """Posterior of the parameters."""
        return Gaussian(self.mean, self.covariance)

    @property
    def log_evidences(self) -> np.ndarray:
        """Free energy reached from every start, in order; minus infinity where there was no way."""
        return np.array(
            [-np.inf if isinstance(way, str) else way.log_evidence[-1] for way in self.starts]
        )


def variational_laplace(
    predict: Callable[[np.ndarray], Any],
    data: Any,
    prior: Gaussian,
    *,
    noise_precision: Gaussian = VAGUE,
    starts: int = 1,
    rng: np.random.Generator | None = None,
    blocks: Any = None,
    components: Any = None,
    jacobian: Callable[[np.ndarray], Any] | None = None,
    difference: float = 1e-4,
    tolerance: float = 1e-5,
    max_steps: int = 128,
    n_jobs: int | None = None,
    progress: bool = False,
) -> Inversion:
    """Invert a model: find what its parameters were, how sure that is, and the log evidence.

    Parameters
    ----------
    predict : callable
        Takes parameters, shape ``(p,)``, and returns what they predict, of the data's shape.
        Where there is no prediction it may return NaN or raise FloatingPointError (any
        ArithmeticError) or LinAlgError: such a step is refused and counted in the history. Any
        other error ends the search.
    data : array_like
        Real or complex, of any shape. The real and the imaginary part of a complex datum are
        independent and of the same precision: each has variance exp(-h), and n complex data
        count as 2 n numbers.
    prior : Gaussian
        What is believed about the parameters; a variance of 0, or a singular covariance, holds
        parameters fixed.
    noise_precision : Gaussian
        What is believed about h, the log-precisions of the noise (its variance is exp(-h), in
        the data's units squared): one for each block or component. A variance of 0 holds h
        fixed. The default, mean 0 and variance 64, says next to nothing.
    starts : int
        How many searches: from the prior's mean, and from ``starts - 1`` draws from the prior.
    rng : numpy.random.Generator, optional
        Source of the draws; needed if `starts` is above 1.
    blocks : array_like of int, optional
        The block of each datum, 0 and up; broadcasts to the data's shape. Each block has a
        log-precision of its own. One block if left out.
    components : array_like, shape (k, n, n), optional
        Matrices Q_i in place of blocks, for data of n values (in C order), whose noise has the
        precision matrix sum_i exp(h_i) Q_i. For complex data it is that of the real parts, and
        that of the imaginary ones.
    jacobian : callable, optional
        Takes parameters and returns the derivatives of `predict`, the data's shape and then
        ``(p,)``. Central differences if left out.
    difference : float
        Step of the central differences, in standard deviations of the prior.
    tolerance : float
        A search ends when less is left to gain, nats.
    max_steps : int
        Most steps accepted in a search.
    n_jobs : int, optional
        As of `joblib.Parallel`; what `joblib.parallel_config` says if left out, or 1.
    progress : bool
        Show a progress bar over the starts.

    Returns
    -------
    Inversion
        ``.mean``, ``.covariance``, ``.log_evidence``, ``.noise``, ``.history``, ``.starts``.

    Raises
    ------
    ValueError
        If an argument is not what it should be, or `predict` or `jacobian` returns something of
        another shape than it should.
    FloatingPointError
        If there is no prediction at any of the starts.

    Notes
    -----
    Gauss-Newton steps with Levenberg's damping in the parameters, Newton's in the
    log-precisions (Friston et al. 2007, NeuroImage 34:220-234). The free energy never falls. The
    posterior of a linear model is exact for given precisions, and so is the log evidence if they
    are known; otherwise both rest on a Gaussian at the top of the hill.

    Examples
    --------
    One parameter, measured once with noise of variance 1, prior variance 1:

    >>> known = Gaussian([0.0], [0.0])
    >>> found = variational_laplace(lambda p: p, [1.0], Gaussian([0.0], [1.0]),
    ...                             noise_precision=known)
    >>> round(float(found.mean[0]), 6), round(float(found.covariance[0, 0]), 6)
    (0.5, 0.5)
    """
    problem = _problem(
        predict,
        data,
        prior,
        gaussian("noise_precision", noise_precision),
        blocks,
        components,
        jacobian,
        difference=number("difference", difference, above=0.0, high=1.0),
        tolerance=number("tolerance", tolerance, above=0.0),
        max_steps=whole_number("max_steps", max_steps),
    )
    places = _places(problem, whole_number("starts", starts), rng)
    ways = _spread(problem, places, n_jobs, progress)
    tops = [way for way in ways if not isinstance(way, str)]
    if not tops:
        raise FloatingPointError(f"predict failed at each of {len(ways)} starts; {ways[0]}")
    top, history = max(tops, key=lambda way: way[0].free_energy)
    return _inversion(problem, top, history, ways, np.asarray(data))


def _inversion(
    problem: Problem, top: Point, history: History, ways: list, data: np.ndarray
) -> Inversion:
    root, noise_root = problem.prior.root, problem.noise_prior.root
    predicted = top.predicted
    if data.dtype.kind == "c":
        predicted = predicted[: data.size] + 1j * predicted[data.size :]
    return Inversion(
        mean=problem.parameters(top.z),
        covariance=_spread_of(root, top.curvature),
        log_evidence=top.free_energy,
        noise=Gaussian(problem.log_precision(top.u), _spread_of(noise_root, top.noise_curvature)),
        history=history,
        starts=tuple(way if isinstance(way, str) else way[1] for way in ways),
        predicted=predicted.reshape(data.shape),
        prior=problem.prior,
    )


def _spread_of(root: np.ndarray, curvature: np.ndarray) -> np.ndarray:
    covariance = root @ cho_solve(cho_factor(curvature), root.T)
    return (covariance + covariance.T) / 2.0


def _places(problem: Problem, starts: int, rng: Any) -> np.ndarray:
    free = problem.prior.root.shape[1]
    if starts == 1:
        return np.zeros((1, free))
    if not isinstance(rng, np.random.Generator):
        raise ValueError(
            f"rng was {rng!r}; it should be a numpy.random.Generator, as starts was {starts}"
        )
    return np.concatenate([np.zeros((1, free)), rng.standard_normal((starts - 1, free))])


def _try_to_climb(problem: Problem, place: np.ndarray) -> tuple[Point, History] | str:
    try:
        return climb(problem, place)
    except FAILURES as error:
        return str(error)


def _spread(problem: Problem, places: np.ndarray, n_jobs: int | None, progress: bool) -> list:
    if len(places) == 1:
        return [_try_to_climb(problem, places[0])]
    from joblib import Parallel, delayed
    from tqdm.auto import tqdm

    calls = [delayed(_try_to_climb)(problem, place) for place in places]
    try:
        ways = Parallel(n_jobs=n_jobs, return_as="generator")(calls)
    except ValueError:  # a backend that returns everything in the end
        ways = Parallel(n_jobs=n_jobs)(calls)
    return list(tqdm(ways, total=len(places), disable=not progress, leave=False))


def _problem(
    predict: Any,
    data: Any,
    prior: Any,
    noise_prior: Gaussian,
    blocks: Any,
    components: Any,
    jacobian: Any,
    **settings: Any,
) -> Problem:
    if not callable(predict):
        raise ValueError(f"predict was {predict!r}; it should be a function of the parameters")
    if jacobian is not None and not callable(jacobian):
        raise ValueError(f"jacobian was {jacobian!r}; it should be a function of the parameters")
    values = _data(data)
    prior = gaussian("prior", prior)
    is_complex = values.dtype.kind == "c"
    parts = noise_parts(values.shape, is_complex, blocks, components, noise_prior.size)
    seen = _Flat("predict", predict, values.shape, is_complex, slopes_of=0)
    slopes = None
    if jacobian is not None:
        slopes = _Flat("jacobian", jacobian, values.shape, is_complex, slopes_of=prior.size)
    flat = values.ravel()
    if is_complex:
        flat = np.concatenate([flat.real, flat.imag])
    return Problem(
        predict=seen,
        slopes=slopes,
        data=flat.astype(float),
        prior=prior,
        noise_prior=noise_prior,
        parts=parts,
        **settings,
    )


def _data(data: Any) -> np.ndarray:
    try:
        values = np.asarray(data)
    except ValueError as error:
        raise ValueError("data was ragged; it should be an array of numbers") from error
    if values.dtype.kind not in "iufc" or values.size == 0:
        raise ValueError(
            f"data was of type {values.dtype} and shape {values.shape}; it should hold numbers"
        )
    if not np.isfinite(values).all():
        raise ValueError("data held a value that is not finite; all should be")
    return values


@dataclasses.dataclass(frozen=True, eq=False)
class _Flat:
    """A function of the parameters whose answer is checked and laid out as real numbers."""

    name: str
    function: Callable[[np.ndarray], Any]
    shape: tuple[int, ...]
    is_complex: bool
    slopes_of: int

    def __call__(self, parameters: np.ndarray) -> np.ndarray:
        answer = np.asarray(self.function(parameters))
        tail = (self.slopes_of,) if self.slopes_of else ()
        if answer.shape != self.shape + tail:
            raise ValueError(
                f"{self.name} returned shape {answer.shape}; it should be {self.shape + tail}"
            )
        if answer.dtype.kind not in "iufc" or (answer.dtype.kind == "c" and not self.is_complex):
            raise ValueError(
                f"{self.name} returned numbers of type {answer.dtype}; they should be real, "
                "as the data are"
            )
        flat = answer.reshape(-1, *tail)
        if self.is_complex:
            flat = np.concatenate([flat.real, flat.imag])
        return flat.astype(float)
