"""Validates a notebook, runs it with a real Jupyter kernel, and prints what its cells print.

Usage: python run_notebook.py NOTEBOOK [--again]. The kernel's folder is the notebook's own, as in Jupyter.
With --again each code cell is then run once more, in the same kernel and from the last one to the first.
"""

import os
import sys

import nbformat
from nbclient import NotebookClient

path = sys.argv[1]
notebook = nbformat.read(path, as_version=4)
nbformat.validate(notebook)
client = NotebookClient(
    notebook,
    timeout=120,
    kernel_name="python3",
    resources={"metadata": {"path": os.path.dirname(os.path.abspath(path))}},
    # What the kernel thinks of its own transport is no concern of the notebook.
    extra_arguments=["--log-level=ERROR"],
)


def run(index: int) -> None:
    cell = client.execute_cell(notebook.cells[index], index)
    for output in cell.get("outputs", []):
        if output.output_type == "stream":
            (sys.stderr if output.name == "stderr" else sys.stdout).write(output.text)


with client.setup_kernel():
    code_cells = [index for index, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    for index in code_cells:
        run(index)
    if "--again" in sys.argv[2:]:
        for index in reversed(code_cells):
            run(index)
