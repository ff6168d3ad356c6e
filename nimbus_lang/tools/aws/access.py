"""Access to one AWS account: the user's own, or the sandbox's, by the same variables that terraform gets.

boto3's exceptions end here; what comes out are answers and diagnostics.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nimbus_lang.tools import errors
from nimbus_lang.tools.tool import ToolError

ABSENT = re.compile(r"NotFound|NoSuch|NonExistent|DoesNotExist|^404$|Malformed$")
"""What the services call a thing that is not there. The last is EC2's word for an id that cannot be."""

CONNECT_WITHIN, ANSWER_WITHIN, ATTEMPTS = 5, 30, 3


@dataclass(frozen=True, slots=True)
class AwsAccess:
    """Which account, by its variables: `AWS_ENDPOINT_URL`, keys, region.

    With an endpoint, only these variables count and nothing of the user's own configuration is read; without,
    it is boto3's usual search.
    """

    environment: Mapping[str, str] = field(default_factory=dict)
    region: str = ""

    @property
    def endpoint(self) -> str:
        """The one address of every service; empty for the real ones."""
        return self.environment.get("AWS_ENDPOINT_URL", "")

    def client(self, service: str) -> Any:
        """A boto3 client; raises ToolError NB7206 without boto3, NB7240 where it finds no profile."""
        try:
            from botocore.config import Config
            from botocore.exceptions import BotoCoreError
        except ImportError:
            raise ToolError(errors.missing_extra("boto3", "aws", "to read AWS")) from None
        settings = Config(
            connect_timeout=CONNECT_WITHIN,
            read_timeout=ANSWER_WITHIN,
            retries={"total_max_attempts": ATTEMPTS},
            proxies={} if self.endpoint else None,
            s3={"addressing_style": "path"} if self.endpoint else None,
        )
        try:
            return self._session().client(
                service, endpoint_url=self.endpoint or None, config=settings
            )
        except BotoCoreError as problem:
            raise ToolError(errors.no_aws_credentials(str(problem).rstrip("."))) from None

    def call(self, service: str, operation: str, **arguments: Any) -> Mapping[str, Any] | None:
        """One answer of one service; None if what is asked for is not there.

        Raises ToolError: NB7240 without credentials, NB7241 if nobody answers, NB7242 if the service refuses.
        """
        client = self.client(service)
        from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
        from botocore.exceptions import ConnectionError as NoConnection

        try:
            answer: Mapping[str, Any] = getattr(client, operation)(**arguments)
            return answer
        except ClientError as problem:
            code = str(problem.response.get("Error", {}).get("Code", ""))
            if ABSENT.search(code):
                return None
            why = str(problem.response.get("Error", {}).get("Message", "")).rstrip(".")
            raise ToolError(errors.aws_refused(service, code, why)) from None
        except (HTTPClientError, NoConnection) as problem:
            raise ToolError(errors.unreachable_aws(service, str(problem).rstrip("."))) from None
        except BotoCoreError as problem:
            raise ToolError(errors.no_aws_credentials(str(problem).rstrip("."))) from None

    def account(self) -> str:
        """The twelve digits of the account that we are in."""
        answer = self.call("sts", "get_caller_identity") or {}
        return str(answer.get("Account", ""))

    def _session(self) -> Any:
        import boto3

        if not self.endpoint:
            return boto3.Session(region_name=self.region or None)
        return boto3.Session(
            botocore_session=_isolated(),
            aws_access_key_id=self.environment.get("AWS_ACCESS_KEY_ID"),
            aws_secret_access_key=self.environment.get("AWS_SECRET_ACCESS_KEY"),
            aws_session_token=self.environment.get("AWS_SESSION_TOKEN"),
            region_name=self.region or self.environment.get("AWS_REGION"),
        )


def _isolated() -> Any:
    """A session that looks at no variable and no file of the user's."""
    from botocore.session import Session

    nowhere = (None, None, os.devnull, None)
    return Session(
        session_vars={
            "profile": (None, None, None, None),
            "config_file": nowhere,
            "credentials_file": nowhere,
        }
    )
