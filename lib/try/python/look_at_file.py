"""Says, as JSON, what a file needs before it is run; nothing of the file is executed.

Usage: python look_at_file.py FILE
"""

import ast
import importlib.util
import json
import os
import sys

sys.dont_write_bytecode = True


SYS_PATH = ast.dump(ast.parse("sys.path", mode="eval").body)


def code_of(path):
    """The file's pieces of code, each with the name that an error is to call it by."""
    with open(path, "rb") as file:
        content = file.read()
    if not path.endswith(".ipynb"):
        return [("", content)]
    cells = json.loads(content.decode("utf-8-sig"))["cells"]
    codes = [cell["source"] for cell in cells if cell["cell_type"] == "code"]
    texts = [code if isinstance(code, str) else "".join(code) for code in codes]
    from run_notebook import without_magics

    return [("code cell %d" % number, without_magics(text)[0]) for number, text in enumerate(texts, 1)]


def imported_modules(tree):
    """The modules that the file cannot do without: imported at its top level, and not in a `try`."""
    for statement in tree.body:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                yield alias.name, statement.lineno
        elif isinstance(statement, ast.ImportFrom) and statement.level == 0:
            yield statement.module, statement.lineno
            # `from google import genai` names a package as well.
            for alias in statement.names:
                if statement.module in ("google", "google.cloud"):
                    yield "%s.%s" % (statement.module, alias.name), statement.lineno


def env_files(tree):
    """Names that stand in a call of python-dotenv, or in the list that a generated file reads with it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "attr", None) or getattr(node.func, "id", None)
            within = node if called in ("load_dotenv", "dotenv_values") else None
        elif isinstance(node, ast.Assign):
            named = any(getattr(target, "id", None) == "env_files" for target in node.targets)
            within = node.value if named else None
        else:
            within = None
        for part in ast.walk(within) if within is not None else ():
            if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value:
                yield part.value


def asserted_variables(tree):
    """Variables of the environment that the file does not run without: `assert os.getenv("KEY")` at its top level."""
    for statement in tree.body:
        for node in ast.walk(statement.test) if isinstance(statement, ast.Assert) else ():
            if isinstance(node, ast.Call) and getattr(node.func, "attr", None) == "getenv" and node.args:
                if isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
                    yield node.args[0].value


def line_of_new_path(tree):
    """Where the file itself puts a folder on sys.path at its top level: what it imports below may come from there."""
    for statement in tree.body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            called = statement.value.func
            if isinstance(called, ast.Attribute) and ast.dump(called.value) == SYS_PATH:
                return statement.lineno
    return sys.maxsize


def is_there(module):
    """Whether a module can be imported, as far as can be told without executing a package."""
    root = module.split(".")[0]
    if root in sys.builtin_module_names:
        return True
    try:
        found = importlib.util.find_spec(root)
        # Packages of several makers share a namespace such as `google`, which holds no code of its own.
        if found is not None and found.origin is None and "." in module:
            second = ".".join(module.split(".")[:2])
            nested = importlib.util.find_spec(second)
            if nested is not None and nested.origin is None and module != second:
                nested = importlib.util.find_spec(".".join(module.split(".")[:3]))
            return nested is not None
    except (ImportError, AttributeError, ValueError):
        return False
    return found is not None


def version_of(package):
    """The version of a package that is installed, by the name of the folder that pip keeps about it."""
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        return None
    beside = os.path.dirname(os.path.dirname(found.origin))
    for name in os.listdir(beside):
        if name.startswith(package + "-") and name.endswith(".dist-info"):
            return name[len(package) + 1 : -len(".dist-info")]
    # Installed in another way, as from a checkout; the module takes as long to load as all of this.
    from importlib import metadata

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def look(path):
    fault, missing, read, asserted, own = None, {}, [], [], sys.maxsize
    sys.path[0] = os.path.dirname(os.path.abspath(path))
    for place, code in code_of(path):
        try:
            tree = ast.parse(code, place or path)
        except (SyntaxError, ValueError) as error:
            line = getattr(error, "lineno", None)
            fault = {"place": place, "line": line, "message": getattr(error, "msg", None) or str(error)}
            break
        read.extend(env_files(tree))
        asserted.extend(asserted_variables(tree))
        own = min(own, line_of_new_path(tree))
        for module, line in imported_modules(tree):
            if line < own and module not in missing and not is_there(module):
                missing[module] = {"module": module, "place": place, "line": line}
    return {
        "executable": sys.executable,
        "version": "%d.%d.%d" % sys.version_info[:3],
        "ddtrace": version_of("ddtrace"),
        "kernel": is_there("jupyter_client") and is_there("ipykernel"),
        "fault": fault,
        "missing": list(missing.values()),
        "env_files": read,
        "asserted": asserted,
    }


if __name__ == "__main__":
    sys.path.insert(1, os.path.dirname(os.path.abspath(__file__)))
    print(json.dumps(look(sys.argv[1])))
