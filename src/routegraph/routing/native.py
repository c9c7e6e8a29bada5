"""Kernels as machine code on disk: made by numba once on a machine, loaded without it ever after.

Importing numba takes longer than most questions. So what it makes of a kernel is kept as an object
file, which llvmlite, the part of numba that links, loads in a hundredth of the time; the call goes by
ctypes and lets other threads run. The source stays the one in `kernels`: a file is found by a digest of
the sources, the versions of both packages and the processor, and made anew when any of them differs.

Where that cannot be done, numba compiles the source in each process, as it is made for; and where there
is no numba that works, the source runs as it stands, on lists. The answers are the same to the bit.
"""

from __future__ import annotations

import ctypes
import json
import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

LOG = logging.getLogger("routegraph")

INT32, INT64 = np.dtype(np.int32), np.dtype(np.int64)
DTYPES = {"i": INT32, "I": INT32, "q": INT64, "Q": INT64}

NEVER_CALLED = {
    "numba_gil_ensure", "numba_gil_release", "numba_unpickle", "numba_do_raise",
    "numba_runtime_build_excinfo_struct", "NRT_Free", "NRT_MemInfo_call_dtor", "Py_DecRef",
    "PyBytes_FromStringAndSize", "PyUnicode_FromString", "PyErr_Clear", "PyErr_SetNone", "PyErr_SetString",
    "PyErr_WriteUnraisable", "PyExc_StopIteration", "PyExc_SystemError", "PyExc_RuntimeError",
}  # fmt: skip
"""What code refers to in order to tell of Python errors, and to free arrays that kernels do not make."""

_engines: list[Any] = []
"""What owns the code that was loaded."""


class NativeKernel:
    """A kernel that is called with numpy arrays and integers, in the order of its signature."""

    def __init__(self, name: str, signature: str, address: int) -> None:
        self._name = name
        self._dtypes = [DTYPES.get(letter) for letter in signature]
        types: list[Any] = []
        for dtype in self._dtypes:
            types += [ctypes.c_int64] if dtype is None else [ctypes.c_void_p, ctypes.c_int64]
        self._call = ctypes.CFUNCTYPE(ctypes.c_int64, *types)(address)

    def __call__(self, *arguments: Any) -> int:
        """Run the kernel.

        Raises
        ------
        TypeError
            An argument is not what the signature says.
        """
        plain: list[int] = []
        for dtype, value in zip(self._dtypes, arguments, strict=True):
            if dtype is None:
                plain.append(int(value))
            elif value.dtype != dtype or not value.flags.c_contiguous or value.ndim != 1:
                raise TypeError(f"kernel {self._name!r} takes a contiguous array of {dtype}, not {value!r}")
            else:
                plain += (value.__array_interface__["data"][0], len(value))
        return int(self._call(*plain))


class PlainKernel:
    """A kernel that runs as it stands, on lists that are filled from arrays and written back to them."""

    def __init__(self, source: Callable[..., Any], signature: str) -> None:
        self._source, self._signature = source, signature

    def __call__(self, *arguments: Any) -> int:
        """Run the kernel; as `NativeKernel` does, and slowly."""
        plain = [value.tolist() if hasattr(value, "tolist") else int(value) for value in arguments]
        found = int(self._source(*plain))
        for letter, given, told in zip(self._signature, arguments, plain, strict=True):
            if letter.isupper():
                given[:] = told
        return found


def kernel_on_arrays(
    name: str, source: Callable[..., Any], signature: str, folder: Path, modules: Sequence[ModuleType],
    inlined: Callable[[], None],
) -> Callable[..., int]:  # fmt: skip
    """Return a kernel that takes arrays, in the quickest of the ways that work on this machine.

    Parameters
    ----------
    source : function
        The kernel as it stands.
    signature : str
        See `compiled.SIGNATURES`.
    folder : path
        Where files are kept.
    modules : sequence of module
        All that the kernel's code may come from.
    inlined : function
        Tells numba of the functions that kernels call; called before anything is compiled.
    """
    try:
        return native_kernel(name, source, signature, folder, modules, inlined)
    except Exception as error:
        LOG.warning("search %r cannot be kept as machine code: %s: %s", name, type(error).__name__, error)
    try:
        return _jitted(source, signature, inlined)
    except Exception as error:
        LOG.warning("search %r runs uncompiled, slowly: %s: %s", name, type(error).__name__, error)
    return PlainKernel(source, signature)


def _jitted(source: Callable[..., Any], signature: str, inlined: Callable[[], None]) -> Callable[..., int]:
    """Return a kernel that numba compiles in this process."""
    import numba

    nb: Any = numba
    inlined()
    read = {letter: nb.types.Array(kind, 1, "C", readonly=True) for letter, kind in _number_types(nb).items()}
    kinds = [
        nb.types.int64 if letter == "n" else read[letter].copy(readonly=letter.islower())
        for letter in signature
    ]
    jitted: Callable[..., int] = nb.njit(nb.types.int64(*kinds), nogil=True, error_model="numpy")(source)
    return jitted


def _number_types(nb: Any) -> dict[str, Any]:
    types = nb.types
    return {"i": types.int32, "I": types.int32, "q": types.int64, "Q": types.int64}


def native_kernel(
    name: str, source: Callable[..., Any], signature: str, folder: Path, modules: Sequence[ModuleType],
    inlined: Callable[[], None],
) -> NativeKernel:  # fmt: skip
    """Load a kernel, compiled now when no file has it; see `kernel_on_arrays`."""
    file = folder / f"{name}-{_digest(tuple(modules))}.kernel"
    try:
        symbol, needed, code = _read(file)
    except (OSError, ValueError):
        LOG.info("compiling search %r for large networks, once on this machine ...", name)
        begun = time.perf_counter()
        inlined()
        symbol, needed, code = _compiled(source, signature)
        _write(file, symbol, needed, code)
        LOG.info("... compiled %r in %.1f s, kept in %s", name, time.perf_counter() - begun, folder)
    return NativeKernel(name, signature, _loaded(symbol, needed, code))


@cache
def _digest(modules: tuple[ModuleType, ...]) -> str:
    import hashlib

    import llvmlite
    import llvmlite.binding as llvm

    told = hashlib.blake2b(digest_size=12)
    for module in (*modules, sys.modules[__name__]):
        told.update(Path(str(module.__file__)).read_bytes())
    features = llvm.get_host_cpu_features().flatten()
    about = (_numba(), llvmlite.__version__, sys.version, llvm.get_host_cpu_name(), features)
    told.update(repr(about).encode())
    return told.hexdigest()


def _numba() -> bytes:
    """What tells one version of numba from another; `importlib.metadata` takes 50 ms to tell it."""
    from importlib.util import find_spec

    spec = find_spec("numba")
    if spec is None or spec.origin is None:
        raise ImportError("numba is not installed")
    return Path(spec.origin).with_name("_version.py").read_bytes()


def _compiled(source: Callable[..., Any], signature: str) -> tuple[str, list[str], bytes]:
    """Name of the function in the code, names that the code refers to, and the code itself."""
    import numba

    nb: Any = numba
    types = nb.types
    letters = _number_types(nb)
    kinds: list[Any] = []
    given: list[str] = []
    passed: list[str] = []
    for at, letter in enumerate(signature):
        if letter == "n":
            kinds.append(types.int64)
            given.append(f"a{at}")
            passed.append(f"a{at}")
        else:
            kinds += [types.CPointer(letters[letter]), types.int64]
            given += [f"a{at}", f"n{at}"]
            passed.append(f"carray(a{at}, (n{at},))")
    scope = {"carray": nb.carray, "kernel": nb.njit(nogil=True, error_model="numpy")(source)}
    exec(f"def entry({', '.join(given)}):\n    return kernel({', '.join(passed)})\n", scope)
    entry = nb.cfunc(types.int64(*kinds), error_model="numpy")(scope["entry"])
    library = entry._library
    module = library._final_module
    both = (*module.functions, *module.global_variables)
    needed = [one.name for one in both if one.is_declaration and not one.name.startswith("llvm.")]
    if more := sorted(set(needed) - NEVER_CALLED):
        raise RuntimeError(f"kernel {source.__name__!r} needs {', '.join(more)}: kernels allocate nothing")
    return str(entry.native_name), needed, bytes(library.codegen._tm.emit_object(module))


def _loaded(symbol: str, needed: list[str], code: bytes) -> int:
    """Address of a function once its code is in memory."""
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    # The code refers to what would tell of a Python error, and kernels raise none.
    never = ctypes.cast(ctypes.pythonapi.Py_FatalError, ctypes.c_void_p).value
    for name in needed:
        if not llvm.address_of_symbol(name):
            llvm.add_symbol(name, never)
    machine = llvm.Target.from_default_triple().create_target_machine(opt=0, jit=True)
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    _engines.append(engine)
    return int(engine.get_function_address(symbol))


def _read(file: Path) -> tuple[str, list[str], bytes]:
    """Parts of a file.

    Raises
    ------
    ValueError
        It is cut short or changed.
    """
    import hashlib

    head, _, code = file.read_bytes().partition(b"\n")
    told = json.loads(head)
    if not isinstance(told, dict) or hashlib.blake2b(code).hexdigest() != told.get("digest"):
        raise ValueError(f"{file} is damaged")
    return told["symbol"], told["needed"], code


def _write(file: Path, symbol: str, needed: list[str], code: bytes) -> None:
    """Keep a kernel; where nothing can be written it is compiled again next time."""
    import hashlib

    head = {"symbol": symbol, "needed": needed, "digest": hashlib.blake2b(code).hexdigest()}
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.stem)
        with os.fdopen(handle, "wb") as part:
            part.write(json.dumps(head).encode() + b"\n" + code)
        Path(name).replace(file)
    except OSError as error:
        LOG.info("... %s cannot be written: %s", file, error.strerror)
