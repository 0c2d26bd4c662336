"""The process of a Python file of the user's: python3 python.py <file> <steps as JSON>.

Messages come in through descriptor 3 and go out through 4, each a line of JSON and the bytes of the arrays that it announces; what the
file prints goes elsewhere. Needs NumPy and nothing else.
"""

import importlib.util
import inspect
import json
import os
import sys
import threading
import time
import traceback

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("MKL_NUM_THREADS", "1")

try:
    import numpy as np
except ImportError:
    np = None

PATH = os.path.abspath(sys.argv[1])
STEPS = json.loads(sys.argv[2])
TYPES = {"complex128": "<c16", "float64": "<f8"}


def end_with_parent(parent=os.getppid()):
    """Ends this process soon after its parent has died, also while the user's code never comes back."""

    def watch():
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def error_text(error):
    """`ValueError: what (mine.py:12)`: the innermost line that is not of an installed package."""
    text = traceback.format_exception_only(type(error), error)[-1].strip()
    if isinstance(error, SyntaxError) and error.filename:
        return f"{text} ({os.path.basename(error.filename)}:{error.lineno})"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if is_own(frame.filename)]
    return f"{text} ({os.path.basename(frames[-1].filename)}:{frames[-1].lineno})" if frames else text


def is_own(path):
    """Whether a file is the user's, and not this one, installed or Python's own."""
    path = os.path.abspath(path)
    if path == os.path.abspath(__file__) or not os.path.isfile(path):
        return False
    return not any(part in path for part in ("site-packages", "dist-packages", os.path.dirname(os.__file__)))


def open_module():
    if np is None:
        raise ImportError(f"{sys.executable} has no NumPy, the one package that is needed")
    sys.path.insert(0, os.path.dirname(PATH))
    spec = importlib.util.spec_from_file_location(os.path.splitext(os.path.basename(PATH))[0], PATH)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def functions_of(module):
    """The functions by step, with the names of what each is given, and the defaults of the user's own parameters."""
    functions, parameters = {}, {}
    for step, form in STEPS.items():
        function = getattr(module, step, None)
        if not callable(function):
            raise TypeError(f"it has no function {step}({', '.join(form['inputs'])}) that returns {form['output']}")
        names, own, takes_all = [], [], False
        for name, parameter in inspect.signature(function).parameters.items():
            if parameter.kind == parameter.VAR_KEYWORD:
                takes_all = True
            elif name in form["inputs"]:
                names.append(name)
            elif parameter.default is inspect.Parameter.empty:
                given = ", ".join(form["inputs"])
                raise TypeError(f'{step}() asks for "{name}"; given are {given}; a parameter of your own has a default')
            elif isinstance(parameter.default, (bool, int, float, str)):
                own.append(name)
                parameters[name] = parameter.default
        functions[step] = (function, form["inputs"], None) if takes_all else (function, names, own)
    return functions, parameters


def greeting(module, parameters):
    files = [getattr(loaded, "__file__", None) for loaded in list(sys.modules.values())]
    versions = {name: getattr(loaded, "__version__", None) for name, loaded in list(sys.modules.items()) if "." not in name}
    return {
        "name": getattr(module, "name", None),
        "parameters": parameters,
        "reports": getattr(module, "reports", None),
        "files": getattr(module, "files", None),
        "modules": sorted({os.path.abspath(path) for path in files if path and is_own(path)} - {PATH}),
        "environment": [f"python {sys.version.split()[0]}"]
        + sorted(f"{name} {version}" for name, version in versions.items() if isinstance(version, str)),
    }


def read_message(source):
    line = source.readline()
    if not line:
        sys.exit(0)
    header = json.loads(line)
    arrays = {}
    for array in header.get("arrays", []):
        dtype = np.dtype(TYPES[array["type"]])
        data = bytearray(int(np.prod(array["shape"])) * dtype.itemsize)
        if source.readinto(data) != len(data):
            sys.exit(1)
        arrays[array["name"]] = np.frombuffer(data, dtype).reshape(array["shape"])
    return header, arrays


def write_message(sink, header, arrays=()):
    header = {key: value for key, value in header.items() if value is not None}
    sink.write(json.dumps(header).encode() + b"\n")
    for array in arrays:
        sink.write(memoryview(array).cast("B"))
    sink.flush()


def parts_of(returned, wanted):
    """The arrays in what was returned: it itself, or its members where several are wanted."""
    if isinstance(returned, dict):
        return [returned.get(array["name"]) for array in wanted]
    if isinstance(returned, tuple) and len(returned) <= len(wanted):
        return list(returned) + [None] * (len(wanted) - len(returned))
    return [returned] + [None] * (len(wanted) - 1)


def checked(part, array, iterates):
    """A part as the array that is wanted. Raises a ValueError that names both shapes."""
    found = np.asarray(part)
    shape = tuple(array["shape"])
    wanted = f"{array['name']} of shape {('iterates',) + shape if iterates else shape}".replace("'", "")
    if found.dtype.kind not in "biufc":
        raise ValueError(f"it returned {found.dtype} entries where {wanted} is wanted")
    if array["type"] == "float64" and found.dtype.kind == "c":
        raise ValueError(f"it returned complex entries where real ones are wanted in {wanted}")
    if (found.shape[1:] if iterates else found.shape) != shape:
        raise ValueError(f"it returned an array of shape {found.shape} where {wanted} is wanted")
    return np.ascontiguousarray(found, TYPES[array["type"]])


def answer(header, arrays, functions, sink):
    function, names, own = functions[header["step"]]
    iterates = header["iterates"]
    given = {**arrays, **{name: np.array(x) if isinstance(x, list) else x for name, x in header["numbers"].items()}}
    parameters = {name: value for name, value in header["parameters"].items() if own is None or name in own}
    returned = function(**{name: given[name] for name in names}, **parameters)
    wanted = header["wanted"]
    pairs = [
        (array, checked(part, array, iterates))
        for array, part in zip(wanted, parts_of(returned, wanted))
        if not (part is None and array["optional"])
    ]
    write_message(
        sink,
        {
            "iterates": int(pairs[0][1].shape[0]) if iterates else None,
            "arrays": [{"name": array["name"], "type": array["type"], "shape": list(part.shape)} for array, part in pairs],
        },
        [part for _, part in pairs],
    )


def main():
    source, sink = os.fdopen(3, "rb"), os.fdopen(4, "wb")
    end_with_parent()
    try:
        module = open_module()
        functions, parameters = functions_of(module)
        write_message(sink, greeting(module, parameters))
    except Exception as error:
        write_message(sink, {"error": error_text(error)})
        return
    while True:
        header, arrays = read_message(source)
        try:
            answer(header, arrays, functions, sink)
        except Exception as error:
            write_message(sink, {"error": error_text(error)})


main()
