"""Runs a command where there is nobody to reach, and writes down which names it looked up.

Usage: unshare --map-root-user --net --mount python network_of_its_own.py LOG COMMAND ...

There is the loopback interface alone, which has the address 198.51.100.7 as well. The one name server says of every name
but service.example, which has that address, that there is none, and writes its name into LOG.
"""

import os
import socket
import subprocess
import sys
import tempfile
import threading

ADDRESS = "198.51.100.7"
_, log, *command = sys.argv

subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
subprocess.run(["ip", "address", "add", ADDRESS + "/32", "dev", "lo"], check=True)
with tempfile.TemporaryDirectory() as folder:
    for name, text in {
        "resolv.conf": "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n",
        "hosts": "127.0.0.1 localhost\n::1 localhost\n",
        "nsswitch.conf": "hosts: files dns\n",
    }.items():
        path = os.path.join(folder, name)
        with open(path, "w") as file:
            file.write(text)
        if os.path.exists("/etc/" + name):
            subprocess.run(["mount", "--bind", path, "/etc/" + name], check=True)

    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 53))

    def answer():
        while True:
            query, asker = server.recvfrom(4096)
            labels, at = [], 12
            while query[at]:
                labels.append(query[at + 1 : at + 1 + query[at]].decode("latin-1"))
                at += 1 + query[at]
            name = ".".join(labels)
            with open(log, "a") as file:
                file.write(name + "\n")
            question = query[12 : at + 5]
            # https://www.rfc-editor.org/rfc/rfc1035#section-4.1: an address where one of version 4 is asked for.
            known = name == "service.example"
            has_answer = known and question[-4:-2] == b"\0\1"
            head = query[:2] + (b"\x81\x80" if known else b"\x81\x83") + b"\0\1" + bytes([0, has_answer]) + bytes(4)
            record = b"\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4" + socket.inet_aton(ADDRESS) if has_answer else b""
            server.sendto(head + question + record, asker)

    threading.Thread(target=answer, daemon=True).start()
    # So that an empty log says something.
    try:
        socket.getaddrinfo("heard.invalid", 80)
    except socket.gaierror:
        pass
    status = subprocess.run(command).returncode
sys.exit(status if status >= 0 else 128 - status)
