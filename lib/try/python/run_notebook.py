"""Runs the code cells of a notebook in their order: in a kernel where Jupyter is installed, else as one script.

Usage: python run_notebook.py FILE kernel|script
"""

import json
import os
import signal
import sys


def code_cells(path):
    with open(path, encoding="utf-8-sig") as file:
        cells = json.load(file)["cells"]
    sources = [cell["source"] for cell in cells if cell["cell_type"] == "code"]
    return [source if isinstance(source, str) else "".join(source) for source in sources]


def without_magics(code):
    """The code with what only IPython understands put aside, every line in its place, and what was put aside."""
    lines = code.split("\n")
    first = next((line for line in lines if line.strip()), "")
    if first.startswith("%%"):
        return "\n" * (len(lines) - 1), [first.strip()]
    put_aside = []
    for number, line in enumerate(lines):
        text = line.lstrip()
        if text[:1] in ("%", "!") or text[:1] == "?" or (text.endswith("?") and text[:-1].isidentifier()):
            # A `%` may also continue a sum that stands in brackets.
            if parses("\n".join(lines)):
                break
            put_aside.append(text.strip())
            lines[number] = line[: len(line) - len(text)] + "pass"
    return "\n".join(lines), put_aside


def parses(code):
    try:
        compile(code, "<cell>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


def run_as_script(path):
    import ast
    import asyncio
    import inspect
    import linecache
    import types

    main = types.ModuleType("__main__")
    sys.modules["__main__"] = main
    sys.path[0] = os.getcwd()
    loop = None
    for number, cell in enumerate(code_cells(path), 1):
        code, put_aside = without_magics(cell)
        name = "code cell %d" % number
        for magic in put_aside:
            print("%s: not executed without Jupyter: %s" % (name, magic), file=sys.stderr)
        # For a traceback.
        linecache.cache[name] = (len(code), None, code.splitlines(True), name)
        compiled = compile(code, name, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        if compiled.co_flags & inspect.CO_COROUTINE:
            loop = loop or asyncio.new_event_loop()
            loop.run_until_complete(eval(compiled, main.__dict__))
        else:
            exec(compiled, main.__dict__)


def run_in_kernel(path):
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from jupyter_client.manager import KernelManager

    class ThisPython(KernelSpecManager):
        """A kernel called python3 may be installed for the user, and belong to another Python."""

        def get_kernel_spec(self, kernel_name):
            words = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
            # What the kernel thinks of its own transport is no concern of the notebook.
            words.append("--log-level=ERROR")
            return KernelSpec(argv=words, display_name="Python 3", language="python")

    # In the folder of this run, since who is ended by force cannot remove it.
    folder = os.environ["LLM_OBS_TRY_FOLDER"]
    connection = {"connection_file": os.path.join(folder, "kernel.json")}
    # A kernel's ports are chosen before it opens them, so two that start at once may get the same one. Sockets in a
    # folder of this run are nobody else's, where their paths are as short as sockets' must be.
    sockets = os.path.join(folder, "kernel")
    if os.name == "posix" and len(os.fsencode(sockets)) < 90:
        connection.update(transport="ipc", ip=sockets)
    manager = KernelManager(kernel_name="python3", kernel_spec_manager=ThisPython(), **connection)
    manager.start_kernel()
    client = manager.client()

    def stop(*_):
        manager.shutdown_kernel(now=True)
        os._exit(1)

    signal.signal(signal.SIGTERM, stop)
    status = 0
    try:
        client.start_channels()
        client.wait_for_ready(timeout=None)
        for number, cell in enumerate(code_cells(path), 1):
            # Else a cell's code is called after a hash of it, in a traceback and where the guard says what led there.
            client.execute("__import__('os').environ['IPYKERNEL_CELL_NAME'] = 'code cell %d'" % number, silent=True)
            reply = client.execute_interactive(cell, allow_stdin=False, output_hook=show)["content"]
            if reply["status"] != "ok":
                # The kernel's own traceback, which was shown, does not name the notebook's cells in a plain way.
                print("code cell %d: %s: %s" % (number, reply.get("ename"), reply.get("evalue")), file=sys.stderr)
                status = 1
                break
    finally:
        client.stop_channels()
        manager.shutdown_kernel()
    return status


def show(message):
    content = message["content"]
    kind = message["msg_type"]
    if kind == "stream":
        stream = sys.stderr if content["name"] == "stderr" else sys.stdout
        stream.write(content["text"])
        stream.flush()
    elif kind == "error":
        print("\n".join(content["traceback"]), file=sys.stderr)
    elif kind in ("execute_result", "display_data"):
        print(content["data"].get("text/plain", ""), flush=True)


if __name__ == "__main__":
    _, notebook, how = sys.argv
    if how == "kernel":
        sys.exit(run_in_kernel(notebook))
    run_as_script(notebook)
