"""A Slurm cluster inside this machine: a controller and two nodes, without systemd.

Each daemon runs in namespaces of its own: it sees this cluster's configuration as /etc/slurm, and
to kill it kills at once whatever it started, as a power cut does.  It needs root, and dies with
the process that started it.
"""

import os
import secrets
import signal
import socket
import subprocess
import time
from contextlib import ExitStack

NODES = "n1", "n2"

# Memory is enforced by asking each second what a step of a job holds: control groups are not needed.
CONFIGURATION = """
ClusterName=inside
SlurmctldHost=localhost
SlurmctldPort={ports[0]}
AuthInfo=socket={folder}/munge.socket
SlurmUser=root
SlurmdUser=root
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/%n.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
JobAcctGatherType=jobacct_gather/linux
JobAcctGatherFrequency=task=1
JobAcctGatherParams=OverMemoryKill,UsePss
SchedulerParameters=batch_sched_delay=1,sched_interval=2
SlurmdParameters=config_overrides
SlurmdTimeout=20
KillWait=5
MinJobAge=3600
ReturnToService=2
NodeName=n1 NodeHostname=localhost Port={ports[1]} CPUs=1 RealMemory=8000
NodeName=n2 NodeHostname=localhost Port={ports[2]} CPUs=1 RealMemory=8000
PartitionName=all Nodes=n1,n2 Default=YES
"""

IN_NAMESPACES = (
    *("setpriv", "--pdeathsig", "KILL"),
    *("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"),
    *("sh", "-c", 'mount --bind "$0" /etc/slurm && exec "$@"'),
)


class Cluster:
    """Daemons by name: munged, slurmctld and `NODES`.

    Parameters
    ----------
    folder : Path
        Where the cluster keeps its configuration, state and logs.
    """

    def __init__(self, folder):
        self.folder, self.running = folder, {}
        self.configuration = folder / "etc" / "slurm.conf"
        self.environment = os.environ | {"SLURM_CONF": str(self.configuration)}
        for part in ("etc", "state", *NODES):
            (folder / part).mkdir()
        ports = free_ports(1 + len(NODES))
        self.configuration.write_text(CONFIGURATION.format(folder=folder, ports=ports))
        key = folder / "munge.key"
        key.touch(mode=0o600)
        key.write_bytes(secrets.token_bytes(128))

    def __enter__(self):
        try:
            for name in ("munged", "slurmctld", *NODES):
                self.start(name)
            self.wait_for("sinfo", "%T", lambda states: states == ["idle"] * len(NODES))
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for name in list(self.running)[::-1]:
            self.kill(name)

    def start(self, name):
        """Start a daemon."""
        with (self.folder / f"{name}.out").open("a") as out:
            self.running[name] = subprocess.Popen(
                [*IN_NAMESPACES, self.configuration.parent, *self.command(name)],
                stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True,
            )  # fmt: skip

    def command(self, name):
        """Return the command of a daemon, which stays in the foreground."""
        if name == "munged":
            files = {"socket": "socket", "key-file": "key", "log-file": "log", "pid-file": "pid"}
            files |= {"seed-file": "seed"}
            words = [f"--{option}={self.folder}/munge.{end}" for option, end in files.items()]
            return ["munged", "--foreground", "--force", *words]
        return ["slurmctld", "-D"] if name == "slurmctld" else ["slurmd", "-D", "-N", name]

    def kill(self, name):
        """Kill a daemon and all that it started."""
        daemon = self.running.pop(name)
        daemon.send_signal(signal.SIGKILL)
        daemon.wait(60)

    def ask(self, command, form):
        """Return the lines of what ``sinfo`` or ``squeue`` tells, none if it cannot be asked."""
        done = subprocess.run(
            [command, "--noheader", "--Node" if command == "sinfo" else "--states=all", f"--format={form}"],
            env=self.environment, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        return done.stdout.split()

    def wait_for(self, command, form, holds, seconds=120):
        """Ask until an answer holds and return it; TimeoutError if it never does."""
        end = time.monotonic() + seconds
        while not holds(answer := self.ask(command, form)):
            if time.monotonic() > end:
                raise TimeoutError(f"{command} --format={form} told {answer} for {seconds} s")
            time.sleep(0.5)
        return answer


def free_ports(number):
    """Return ports that nobody listens to."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(number)]
        for opened in sockets:
            opened.bind(("localhost", 0))
        return [opened.getsockname()[1] for opened in sockets]
