"""Terraform over one run folder: init, validate, plan, apply, read back, destroy.

The folder holds the emitted .tf files, copied there by the caller; state, lock file and saved plan live there too.
What is asked is in `argv`, what is answered in `messages` and `plan_json`; here they meet the process door.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from nimbus_lang.tools import errors
from nimbus_lang.tools.process import OnLine, ProcessResult, run
from nimbus_lang.tools.redact import redactor
from nimbus_lang.tools.terraform import argv
from nimbus_lang.tools.terraform.find import Program, find_terraform
from nimbus_lang.tools.terraform.messages import (
    Message,
    TerraformError,
    read_event,
    read_message,
    stream_messages,
)
from nimbus_lang.tools.terraform.plan_json import read_plan
from nimbus_lang.tools.terraform.provider_source import ProviderSource, provider_source
from nimbus_lang.tools.tool import Event, OnEvent, Outcome, Stage, ToolError, ToolPlan, ignore_event

CONFIG_FILE = "nimbus.tfrc"
LOCK_FILE = ".terraform.lock.hcl"
APPLY_OUTPUT = "apply.jsonl"
"""What an apply says goes through this file, so that terraform outlives us and saves its state."""
CHANGES = 2
"""The exit code of a plan that would change something: an answer, not a failure."""

QUICK, SLOW = 300.0, 3600.0
"""Seconds for a call that only reads, and for one that may wait for a cloud."""

APPLY_GRACE = 300.0
"""Seconds that an interrupted apply has to finish what it began and save its state."""


@dataclass(frozen=True, slots=True)
class Terraform:
    """One terraform over one folder.

    `environment` is what its providers need (credentials, endpoints, TF_VAR_*); `init_environment` replaces it
    while providers are fetched. The variables go to plan and apply alone. `secrets` are taken out of everything it says.
    """

    program: Program
    folder: Path
    providers: ProviderSource
    environment: Mapping[str, str] = field(default_factory=dict)
    init_environment: Mapping[str, str] | None = None
    secrets: tuple[str, ...] = ()

    @property
    def target(self) -> str:
        """The name of this target."""
        return "terraform"

    @property
    def plan_file(self) -> Path:
        """The saved plan. It holds every value, secrets too: keep the folder private."""
        return self.folder / argv.PLAN_FILE

    def version(self) -> str:
        """Such as `1.11.4`."""
        answer = self._json(argv.version())
        return str(answer.get("terraform_version", ""))

    def init(self, *, upgrade: bool = False, on_line: OnLine | None = None) -> None:
        """Install the providers; raises ToolError NB7212 where there are none."""
        arguments = argv.init(upgrade=upgrade)
        env = self.environment if self.init_environment is None else self.init_environment
        result = self._run(arguments, QUICK, on_line=on_line, env=env)
        if result.code == 0:
            return
        if any(sign in result.output for sign in PROVIDER_SIGNS):
            raise ToolError(errors.no_provider(result.output))
        raise ToolError(errors.tool_failed(self._name(arguments), result.code, result.output))

    def get(self) -> None:
        """Fetch the modules that the folder's code calls; raises ToolError NB7203."""
        result = self._run(argv.get(), QUICK)
        if result.code != 0:
            raise ToolError(errors.tool_failed(self._name(argv.get()), result.code, result.output))

    def validate(self) -> tuple[Message, ...]:
        """What terraform finds wrong with the code; empty if nothing."""
        answer = self._json(argv.validate(), codes=(0, 1))
        return tuple(read_message(d) for d in answer.get("diagnostics", []))

    def unformatted(self) -> str:
        """How the code differs from `terraform fmt`'s; empty if it does not."""
        result = self._run(argv.format_check(), QUICK)
        if result.code not in (0, 3):
            raise ToolError(errors.tool_failed("terraform fmt", result.code, result.output))
        return result.stdout

    def plan(self, *, destroy: bool = False, on_line: OnLine | None = None) -> ToolPlan:
        """Plan into the folder's plan file and read it back. A plan with changes exits 2: an answer."""
        result = self._run(argv.plan(destroy=destroy), SLOW, on_line=on_line)
        messages = stream_messages(result.stdout)
        if result.code not in (0, CHANGES):
            self._refuse(argv.plan(), result, messages)
        plan = self._saved_plan(destroy)
        warnings = tuple(m.diagnostic() for m in messages if m.severity == "warning")
        return replace(plan, warnings=warnings, saved=_digest(self.plan_file))

    def apply(self, plan: ToolPlan, on_event: OnEvent = ignore_event) -> Outcome:
        """Carry out the saved plan if it still is `plan`; raises NB7207 if it is not, TerraformError if it fails."""
        self._same_plan(plan)
        done: list[Event] = []

        def watch(_: str, line: str) -> None:
            event = read_event(line)
            if event is not None:
                done.extend([event] if event.stage in (Stage.DONE, Stage.FAILED) else [])
                on_event(event)

        result = self._run(
            argv.apply(), SLOW, on_line=watch, grace=APPLY_GRACE, through=self.folder / APPLY_OUTPUT
        )
        messages = stream_messages(result.stdout)
        if result.code != 0:
            self._refuse(argv.apply(), result, messages)
        return Outcome(tuple(done), tuple(m.diagnostic() for m in messages))

    def begun_before(self) -> frozenset[str]:
        """The addresses that an apply had begun whose caller was killed; empty if there was none."""
        try:
            said = (self.folder / APPLY_OUTPUT).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return frozenset()
        events = (read_event(line) for line in said.splitlines())
        return frozenset(event.address for event in events if event is not None)

    def outputs(self) -> Mapping[str, Any]:
        """Every output's value by name. Sensitive ones are among them."""
        answer = self._json(argv.output(), hide=False)
        return {name: facts.get("value") for name, facts in answer.items()}

    def state(self) -> Mapping[str, Any]:
        """The state with all its values, as `show -json` gives it; empty if there is none."""
        return self._json(argv.show_state(), hide=False)

    def state_pull(self) -> Mapping[str, Any]:
        """The raw state: `serial`, `lineage`, `resources`; empty if there is none."""
        result = self._run(argv.state_pull(), QUICK, hide=False)
        self._expect(argv.state_pull(), result)
        return dict(json.loads(result.stdout)) if result.stdout.strip() else {}

    def state_list(self) -> tuple[str, ...]:
        """The addresses in the state; empty if there is none."""
        result = self._run(argv.state_list(), QUICK)
        if result.code != 0 and "No state file was found" in result.output:
            return ()
        self._expect(argv.state_list(), result)
        return tuple(result.stdout.split())

    def providers_schema(self) -> Mapping[str, Any]:
        """The schema of every provider that the folder's code uses."""
        return self._json(argv.providers_schema())

    def lock_digest(self) -> str:
        """The sha256 (hex) of the provider lock file; empty before `init`."""
        return _digest(self.folder / LOCK_FILE)

    def saved_plan(self, *, destroy: bool = False) -> ToolPlan:
        """What the saved plan says it would do, read anew; raises NB7207 if there is none."""
        if not self.plan_file.exists():
            raise ToolError(errors.stale_tool_plan("terraform", "its saved plan is gone"))
        return replace(self._saved_plan(destroy), saved=_digest(self.plan_file))

    def _saved_plan(self, destroy: bool) -> ToolPlan:
        document = self._json(argv.show(), hide=False)
        return read_plan(document, redactor(self.secrets), destroy=destroy)

    def _same_plan(self, plan: ToolPlan) -> None:
        if not self.plan_file.exists():
            raise ToolError(errors.stale_tool_plan("terraform", "its saved plan is gone"))
        if _digest(self.plan_file) != plan.saved:
            raise ToolError(errors.stale_tool_plan("terraform", "its saved plan is another one"))

    def _refuse(
        self, arguments: list[str], result: ProcessResult, messages: tuple[Message, ...]
    ) -> None:
        wrong = [m for m in messages if m.severity == "error"]
        if any("plan is stale" in m.summary for m in wrong):
            raise ToolError(errors.stale_tool_plan("terraform", "its state has moved on"))
        if wrong:
            raise TerraformError(wrong)
        raise ToolError(errors.tool_failed(self._name(arguments), result.code, result.output))

    def _json(
        self, arguments: list[str], codes: tuple[int, ...] = (0,), *, hide: bool = True
    ) -> Mapping[str, Any]:
        result = self._run(arguments, QUICK, hide=hide)
        self._expect(arguments, result, codes)
        try:
            answer = json.loads(result.stdout)
        except ValueError as problem:
            raise ToolError(errors.not_understood(self._name(arguments), str(problem))) from None
        if not isinstance(answer, dict):
            raise ToolError(errors.not_understood(self._name(arguments), "no JSON object"))
        return answer

    def _expect(
        self, arguments: list[str], result: ProcessResult, codes: tuple[int, ...] = (0,)
    ) -> None:
        if result.code not in codes:
            raise ToolError(errors.tool_failed(self._name(arguments), result.code, result.stderr))

    def _run(
        self,
        arguments: list[str],
        timeout: float,
        *,
        on_line: OnLine | None = None,
        env: Mapping[str, str] | None = None,
        hide: bool = True,
        grace: float = 20.0,
        through: Path | None = None,
    ) -> ProcessResult:
        return run(
            [*self.program.argv, *arguments],
            cwd=self.folder,
            env={**self._fixed(), **_needed(arguments, self.environment if env is None else env)},
            timeout=timeout,
            secrets=self.secrets if hide else (),
            on_line=on_line,
            grace=grace,
            through=through,
        )

    def _fixed(self) -> dict[str, str]:
        env = {"TF_IN_AUTOMATION": "1", "TF_INPUT": "0", "CHECKPOINT_DISABLE": "1"}
        if self.providers.config is not None:
            env["TF_CLI_CONFIG_FILE"] = str(self._write_config())
        elif Path(self.providers.where).is_file():
            env["TF_CLI_CONFIG_FILE"] = self.providers.where
        return env

    def _write_config(self) -> Path:
        path = self.folder.resolve() / CONFIG_FILE
        text = self.providers.config or ""
        try:
            if not path.exists() or path.read_text() != text:
                path.write_text(text)
        except OSError as problem:
            why = problem.strerror or str(problem)
            raise ToolError(errors.unusable_path(str(path), why)) from None
        return path

    def _name(self, arguments: list[str]) -> str:
        return f"{self.program.name} {arguments[0]}"


def open_terraform(
    folder: Path,
    environment: Mapping[str, str],
    *,
    init_environment: Mapping[str, str] | None = None,
    secrets: tuple[str, ...] = (),
) -> Terraform:
    """The terraform of this machine over a run folder; raises ToolError NB7201, NB7213."""
    program = find_terraform()
    providers = provider_source(program.host)
    return Terraform(program, folder, providers, environment, init_environment, secrets)


PROVIDER_SIGNS = (
    "Failed to query available provider packages",
    "Failed to install provider",
    "provider registry",
)


def _needed(arguments: list[str], environment: Mapping[str, str]) -> Mapping[str, str]:
    """What a command is told of its environment: variables hold secrets, and only these two read any."""
    if {"plan", "apply"} & {*arguments}:
        return environment
    return {name: value for name, value in environment.items() if not name.startswith("TF_VAR_")}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
