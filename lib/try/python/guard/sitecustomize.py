"""Keeps a program that is tried on this machine, and writes down what it tried to reach.

Python imports a module of this name at start-up, before any of the user's code:
https://docs.python.org/3/library/site.html#module-sitecustomize. It stands first in PYTHONPATH, so that Pythons which
the program starts are kept in as well. An audit hook cannot be taken out again, and is called before anything is
sent or looked up: https://docs.python.org/3/library/audit_events.html.
"""

import atexit
import errno
import faulthandler
import functools
import importlib.machinery
import importlib.util
import ipaddress
import json
import os
import socket
import sys
import threading
import time

FOLDER = os.environ["LLM_OBS_TRY_FOLDER"]
FILE = os.path.realpath(os.environ["LLM_OBS_TRY_FILE"])
ALLOWED_HOSTS = set(filter(None, os.environ["LLM_OBS_TRY_ALLOWED_HOSTS"].split(",")))
DEADLINE = float(os.environ["LLM_OBS_TRY_DEADLINE"])

LOOPBACK_NAMES = {"", "localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback"}
ADDRESS_EVENTS = {"socket.connect", "socket.sendto", "socket.sendmsg"}
NAME_EVENTS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}

journal = os.open(os.path.join(FOLDER, "journal"), os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o600)
own_name = socket.gethostname().lower()
allowed_addresses = set()


class RefusedByTry(ConnectionRefusedError):
    """An OSError, which is what every HTTP library expects of a network that is not there."""


def note(**event):
    # One write for a line, so that the lines of several processes do not mix.
    os.write(journal, (json.dumps(event) + "\n").encode())


def stays_here(host):
    """Whether a host, a name or an address, is this machine or one that the user opened."""
    if host is None:
        return True
    name = (host.decode("latin-1") if isinstance(host, (bytes, bytearray)) else str(host)).lower().rstrip(".")
    if name in LOOPBACK_NAMES or name in ALLOWED_HOSTS or name in allowed_addresses:
        return True
    try:
        address = ipaddress.ip_address(name.split("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None) or address
    # Nobody listens at 0.0.0.0: a connection to it is one to this machine.
    return mapped.is_loopback or mapped.is_unspecified


def place():
    """The innermost line of the user's own file that led here: `line 7`, or `code cell 3, line 7`."""
    line, loop = own_line(sys._getframe(2))
    if loop is None:
        return line
    thread = getattr(loop, "_thread_id", None)
    if thread != threading.get_ident():
        # asyncio looks names up in a pool, which may be quicker than the coroutine that asked: that one still runs.
        line, suspended_in = own_line(sys._current_frames().get(thread))
        if suspended_in is None:
            return line
    # What an event loop calls was asked for by another coroutine than the one that started the loop.
    return awaiting_line(loop) or line


def own_line(frame):
    """The innermost own line of a stack, and the event loop that stands between it and the frame, where one does."""
    loop = None
    while frame is not None:
        if is_own(frame.f_code):
            return line_of(frame), loop
        if (frame.f_globals.get("__name__"), frame.f_code.co_name) in BETWEEN_COROUTINE_AND_LOOP:
            loop = loop or loop_behind(frame.f_locals["self"])
        frame = frame.f_back
    return None, loop


BETWEEN_COROUTINE_AND_LOOP = {
    ("asyncio.base_events", "run_forever"),
    ("asyncio.events", "_run"),
    ("concurrent.futures.thread", "run"),
}


def loop_behind(caller):
    """The event loop that is the caller, or whose callback it is, or that handed it to a pool of threads."""
    if hasattr(caller, "run_forever"):
        return caller
    future = getattr(caller, "future", None)
    # asyncio asks a pool's future for its answer after it has sent it off.
    for _ in range(50):
        if future is None or future._done_callbacks:
            break
        time.sleep(0.001)
    answers = getattr(future, "_done_callbacks", ())
    cells = (cell.cell_contents for answer in answers for cell in getattr(answer, "__closure__", None) or ())
    loops = (cell.get_loop() for cell in cells if hasattr(cell, "get_loop"))
    return getattr(caller, "_loop", None) or next(loops, None)


def awaiting_line(loop):
    """The line that the file's coroutines wait at, where it is one: a library may reach out in a task of its own."""
    lines = set()
    for task in sys.modules["asyncio"].all_tasks(loop):
        waiting, line = task.get_coro(), None
        while waiting is not None:
            frame = getattr(waiting, "cr_frame", None)
            line = line_of(frame) if frame is not None and is_own(frame.f_code) else line
            waiting = getattr(waiting, "cr_await", None)
        lines.add(line)
    lines.discard(None)
    return lines.pop() if len(lines) == 1 else None


def is_own(code):
    return code.co_filename.startswith("code cell ") or os.path.realpath(code.co_filename) == FILE


def line_of(frame):
    name = frame.f_code.co_filename
    return "%sline %d" % (name + ", " if name.startswith("code cell ") else "", frame.f_lineno)


def refuse(destination):
    # Libraries look for the machine's own name at start-up; that is no attempt to reach anybody.
    if destination.lower() != own_name:
        try:
            line = place()
        except Exception:  # Whatever is wrong with the search for the line, the refusal stands.
            line = None
        note(event="refused", destination=destination, place=line)
    raise RefusedByTry(errno.ECONNREFUSED, "try keeps this program on this machine: %s is refused" % destination)


def shown(host, port=None):
    name = host.decode("latin-1") if isinstance(host, (bytes, bytearray)) else str(host)
    return name if port in (None, 0, "") else "%s:%s" % ("[%s]" % name if ":" in name else name, port)


def guard(event, arguments):
    if event in ADDRESS_EVENTS:
        connection, address = arguments
        if connection.family in (socket.AF_INET, socket.AF_INET6):
            guard_address(address)
        elif connection.family not in LOCAL_FAMILIES:
            refuse("%s %s" % (connection.family.name, address))
    elif event in NAME_EVENTS:
        target = arguments[0]
        host, port = target[:2] if isinstance(target, tuple) else (target, None)
        if not stays_here(host):
            refuse(shown(host, arguments[1] if event == "socket.getaddrinfo" else port))


def guard_address(address):
    if isinstance(address, tuple) and address and not stays_here(address[0]):
        refuse(shown(*address[:2]))


LOCAL_FAMILIES = {
    getattr(socket, name) for name in ("AF_UNIX", "AF_NETLINK", "AF_ALG", "AF_PACKET") if hasattr(socket, name)
}


def guard_names():
    """A socket that is handed a name has looked it up before it tells the audit hook."""

    def guarded(method, address_of):
        def ask_first(self, *arguments):
            address = address_of(arguments)
            if self.family in (socket.AF_INET, socket.AF_INET6):
                guard_address(address)
            return method(self, *arguments)

        return functools.wraps(method)(ask_first)

    def first(arguments):
        return arguments[0] if arguments else None

    for name in ("connect", "connect_ex"):
        setattr(socket.socket, name, guarded(getattr(socket.socket, name), first))
    socket.socket.sendto = guarded(socket.socket.sendto, lambda arguments: arguments[-1] if arguments else None)
    if hasattr(socket.socket, "sendmsg"):
        socket.socket.sendmsg = guarded(socket.socket.sendmsg, lambda arguments: first(arguments[3:]))


def remember_addresses():
    """A host that the user opened is connected to by the addresses that a look-up of its name gives."""

    def remembering(look_up):
        def remembered(host, *arguments, **keywords):
            found = look_up(host, *arguments, **keywords)
            if host is not None and stays_here(host):
                allowed_addresses.update(entry[4][0] for entry in found)
            return found

        return remembered

    socket.getaddrinfo = remembering(socket.getaddrinfo)
    by_name = socket.gethostbyname

    def gethostbyname(host):
        address = by_name(host)
        allowed_addresses.add(address)
        return address

    socket.gethostbyname = gethostbyname


def judges():
    """The names of the evaluators that ask an LLM, which here means the stand-in."""
    import gc

    module = sys.modules.get("ddtrace.llmobs")
    known = [getattr(module, name, None) for name in ("LLMJudge", "RemoteEvaluator")]
    classes = [one for one in known if isinstance(one, type)]
    for one in classes:
        classes.extend(each for each in one.__subclasses__() if each not in classes)
    instances = (each for each in gc.get_referrers(*classes) if isinstance(each, tuple(classes))) if classes else ()
    return sorted({each.name for each in instances if isinstance(getattr(each, "name", None), str)})


def finish():
    names = judges()
    if names:
        note(event="judges", names=names)
    faulthandler.cancel_dump_traceback_later()


def run_hidden_module():
    """A sitecustomize of the system's or of the user's own, which this one stands before."""
    own_folder = os.path.dirname(os.path.abspath(__file__))
    elsewhere = [folder for folder in sys.path if os.path.abspath(folder) != own_folder]
    sys.path[:] = elsewhere
    found = importlib.machinery.PathFinder.find_spec("sitecustomize", elsewhere)
    if found is not None and found.loader is not None:
        found.loader.exec_module(importlib.util.module_from_spec(found))


note(event="started", pid=os.getpid())
stacks = open(os.path.join(FOLDER, "stack-%d" % os.getpid()), "w")
faulthandler.dump_traceback_later(max(DEADLINE - time.time(), 0.01), file=stacks)
guard_names()
if ALLOWED_HOSTS:
    remember_addresses()
sys.addaudithook(guard)
atexit.register(finish)
run_hidden_module()
