"""`up`, `status`, `down`: a cloud and a cluster on this machine, started once and found again by every command.

Each process is written down before anything else happens, so an interrupted or killed `up` leaves nothing that
`down` would not find, and an `up` that is interrupted ends what it started itself.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from nimbus_lang.sandbox import cluster as kubernetes
from nimbus_lang.sandbox import emulator, errors
from nimbus_lang.sandbox.assets import Assets, find_assets, find_or_build
from nimbus_lang.sandbox.folder import (
    FOLDER_VARIABLE,
    Record,
    locked,
    make_private,
    read_record,
    sandbox_folder,
    write_record,
)
from nimbus_lang.sandbox.interrupts import Hold, interrupts
from nimbus_lang.sandbox.keys import cluster_keys
from nimbus_lang.sandbox.listen import free_port
from nimbus_lang.sandbox.status import ClusterStatus, EmulatorStatus, SandboxStatus
from nimbus_lang.tools.daemon import Daemon, alive, daemon, stop
from nimbus_lang.tools.tool import ToolError

EMULATOR = "emulator"
CLUSTER_PARTS = (kubernetes.ETCD, kubernetes.API_SERVER, kubernetes.CONTROLLER)

OnProgress = Callable[[str], None]


def _silent(_: str) -> None: ...


@dataclass(frozen=True, slots=True)
class SandboxOptions:
    """What to start, and where. `build=False` takes a control plane only if there is one already."""

    folder: Path = field(default_factory=sandbox_folder)
    aws: bool = True
    kubernetes: bool = True
    build: bool = True
    on_progress: OnProgress = _silent


def up(options: SandboxOptions | None = None) -> SandboxStatus:
    """Start what does not run yet; a second call finds it running and changes nothing.

    Where no control plane can be had, the status says so in `absent`; every other failure raises ToolError
    and ends what this call had started.
    """
    options = options or SandboxOptions()
    with locked(options.folder), interrupts() as hold:
        run = _Run(options, read_record(options.folder), hold)
        try:
            if options.aws:
                run.emulator()
            if options.kubernetes:
                run.cluster()
        except BaseException:
            run.undo()
            raise
    return status(options.folder)


def status(folder: Path | None = None) -> SandboxStatus:
    """What runs now. Starts and stops nothing."""
    folder = folder or sandbox_folder()
    record = read_record(folder)
    return SandboxStatus(
        folder,
        _emulator_status(folder, record),
        _cluster_status(folder, record),
        record.facts.get("absent", ""),
    )


def down(folder: Path | None = None, *, keep: bool = False) -> SandboxStatus:
    """Stop every process and, unless `keep`, delete what the cloud and the cluster held."""
    folder = folder or sandbox_folder()
    if not folder.is_dir():
        return SandboxStatus(folder)
    with locked(folder):
        record = read_record(folder)
        for name in (*reversed(CLUSTER_PARTS), EMULATOR):
            if name in record.daemons:
                stop(record.daemons[name])
        write_record(folder, Record())
        if not keep:
            for data in (folder / "aws", folder / "kubernetes"):
                shutil.rmtree(data, ignore_errors=True)
    return SandboxStatus(folder)


class _Run:
    """One `up`: knows what it started, so that it can be undone."""

    def __init__(self, options: SandboxOptions, record: Record, hold: Hold) -> None:
        self._options = options
        self._hold = hold
        self._folder = options.folder
        self._record = record
        self._mine: list[Daemon] = []
        # Only the usual sandbox takes the usual ports: others may start at the same moment.
        self._usual = self._folder == sandbox_folder() and FOLDER_VARIABLE not in os.environ

    def emulator(self) -> None:
        if _lives(self._record, EMULATOR):
            return
        self._options.on_progress("starting the AWS emulator")
        home = self._folder / "aws"
        make_private(home)
        port = free_port(emulator.PORT if self._usual else 0)
        self._note(emulator_port=str(port))
        process = self._launch(EMULATOR, lambda: emulator.start_emulator(home, port))
        emulator.await_emulator(home, port, process)

    def cluster(self) -> None:
        if all(_lives(self._record, part) for part in (kubernetes.ETCD, kubernetes.API_SERVER)):
            return
        try:
            assets = self._assets()
        except ToolError as problem:
            self._note(absent=_one_line(problem))
            return
        self._options.on_progress("starting the Kubernetes API server")
        for part in CLUSTER_PARTS:
            if part in self._record.daemons:
                stop(self._record.daemons[part])
        port = free_port(kubernetes.PORT if self._usual else 0)
        cluster = kubernetes.new_cluster(self._folder / "kubernetes", port)
        self._note(absent="", cluster_port=str(cluster.port))
        kubernetes.start_cluster(assets, cluster, self._launch)

    def _assets(self) -> Assets:
        if self._options.build:
            return find_or_build(self._options.on_progress)
        found = find_assets()
        if found is None:
            raise ToolError(errors.no_control_plane("None is built, and none was to be built now"))
        return found

    def _launch(self, name: str, begin: Callable[[], int]) -> Daemon:
        with self._hold():
            process = daemon(begin())
            self._mine.append(process)
            self._record = self._record.with_daemon(name, process)
            write_record(self._folder, self._record)
        return process

    def _note(self, **facts: str) -> None:
        self._record = self._record.with_facts(**facts)
        write_record(self._folder, self._record)

    def undo(self) -> None:
        """End what this run started; what ran before goes on."""
        with self._hold():
            for process in reversed(self._mine):
                stop(process, patience=5.0)


def _emulator_status(folder: Path, record: Record) -> EmulatorStatus | None:
    if not _lives(record, EMULATOR):
        return None
    port = int(record.facts["emulator_port"])
    home = folder / "aws"
    pid = record.daemons[EMULATOR].pid
    return EmulatorStatus(emulator.url(port), pid, emulator.installed_version(), emulator.log(home))


def _cluster_status(folder: Path, record: Record) -> ClusterStatus | None:
    if not all(_lives(record, part) for part in (kubernetes.ETCD, kubernetes.API_SERVER)):
        return None
    home = folder / "kubernetes"
    cluster = kubernetes.Cluster(home, 0, int(record.facts["cluster_port"]), cluster_keys(home))
    return ClusterStatus(
        url=cluster.url,
        ca_path=cluster.ca,
        token=cluster.keys.token,
        pid=record.daemons[kubernetes.API_SERVER].pid,
        version=kubernetes.server_version(cluster.url, cluster.ca, cluster.keys.token),
        log=cluster.log(kubernetes.API_SERVER),
        kubeconfig=cluster.kubeconfig,
    )


def _lives(record: Record, name: str) -> bool:
    return name in record.daemons and alive(record.daemons[name])


def _one_line(problem: ToolError) -> str:
    said = problem.diagnostics[0]
    last = f" The last line of its output: {said.notes[-1]}" if said.notes else ""
    return f"{said.detail}{last}".replace("\n", " ")
