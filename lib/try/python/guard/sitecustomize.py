"""Keeps a program that is tried on this machine, and writes down what it tried to reach.

Python imports a module of this name at start-up, before any of the user's code:
https://docs.python.org/3/library/site.html#module-sitecustomize. It stands first in PYTHONPATH, so that Pythons which
the program starts are kept in as well. An audit hook cannot be taken out again, and is called before anything is
sent or looked up: https://docs.python.org/3/library/audit_events.html.
"""

import atexit
import faulthandler
import importlib.machinery
import importlib.util
import ipaddress
import json
import linecache
import os
import socket
import sys

FOLDER = os.environ["LLM_OBS_TRY_FOLDER"]
FILE = os.path.realpath(os.environ["LLM_OBS_TRY_FILE"])
ALLOWED_HOSTS = set(filter(None, os.environ["LLM_OBS_TRY_ALLOWED_HOSTS"].split(",")))
SECONDS = float(os.environ["LLM_OBS_TRY_SECONDS"])

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
    frame = sys._getframe(2)
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith("code cell "):
            return "%s, line %d" % (name, frame.f_lineno)
        if "ipykernel_" in name:
            return "%sline %d" % (cell_of(name), frame.f_lineno)
        if os.path.realpath(name) == FILE:
            return "line %d" % frame.f_lineno
        frame = frame.f_back
    return None


def cell_of(name):
    """A kernel names a cell's code after its hash; the history has it under its number."""
    history = vars(sys.modules["__main__"]).get("In", [])
    code = "".join(linecache.getlines(name)).rstrip("\n")
    numbers = [number for number, cell in enumerate(history) if number and cell.rstrip("\n") == code]
    return "code cell %d, " % numbers[-1] if numbers else ""


def refuse(destination):
    # Libraries look for the machine's own name at start-up; that is no attempt to reach anybody.
    if destination.lower() != own_name:
        note(event="refused", destination=destination, place=place())
    raise RefusedByTry("try keeps this program on this machine: %s is refused" % destination)


def shown(host, port=None):
    name = host.decode("latin-1") if isinstance(host, (bytes, bytearray)) else str(host)
    return name if port in (None, 0, "") else "%s:%s" % ("[%s]" % name if ":" in name else name, port)


def guard(event, arguments):
    if event in ADDRESS_EVENTS:
        connection, address = arguments
        if connection.family in (socket.AF_INET, socket.AF_INET6):
            if isinstance(address, tuple) and address and not stays_here(address[0]):
                refuse(shown(*address[:2]))
        elif connection.family not in LOCAL_FAMILIES:
            refuse("%s %s" % (connection.family.name, address))
    elif event in NAME_EVENTS:
        target = arguments[0]
        host, port = target[:2] if isinstance(target, tuple) else (target, None)
        if not stays_here(host):
            refuse(shown(host, arguments[1] if event == "socket.getaddrinfo" else port))


LOCAL_FAMILIES = {
    getattr(socket, name) for name in ("AF_UNIX", "AF_NETLINK", "AF_ALG", "AF_PACKET") if hasattr(socket, name)
}


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
faulthandler.dump_traceback_later(SECONDS, file=stacks)
if ALLOWED_HOSTS:
    remember_addresses()
sys.addaudithook(guard)
atexit.register(finish)
run_hidden_module()
