"""What must hold of a resource: `check EXPR else "message"` among its arguments, for each instance.

What is known now is judged now, and a failure tells the value of every part. What waits for an apply is kept for whoever
can judge it then: Terraform in a condition of its own, the executor before a Kubernetes object or a release is applied.
"""

from __future__ import annotations

from nimbus_lang.check import errors_values as errors
from nimbus_lang.check.deferral import addresses, known
from nimbus_lang.check.evaluate_context import Env, Evaluator, Kept, Made
from nimbus_lang.check.watch import Watch
from nimbus_lang.diagnostics.model import Label
from nimbus_lang.syntax.declarations import Check
from nimbus_lang.types.model import ComponentT
from nimbus_lang.values.model import Poison, Value
from nimbus_lang.values.show import text_of

NO_MESSAGE = "The check does not hold."


def judge_checks(ev: Evaluator, made: Made) -> None:
    """Judge the checks of an instance. Its own name means the instance, also where the declaration has keys."""
    env = made.env.bind(**{made.decl.name.text: made.value})
    made.checks = tuple(
        kept for check in made.decl.checks if (kept := _judged(ev, made, check, env)) is not None
    )


def _judged(ev: Evaluator, made: Made, check: Check, env: Env) -> Kept | None:
    condition = ev.eval(check.condition, env)
    if isinstance(condition.data, Poison):
        return None
    sure = known(condition)
    if sure is None:
        return _kept(ev, made, check, condition, env)
    if sure.data is False:
        _report(ev, made, check, env)
    return None


def _kept(ev: Evaluator, made: Made, check: Check, condition: Value, env: Env) -> Kept | None:
    callers = env.frame.callers
    message = _message(ev, check, env)
    own = made.address in addresses(condition) + addresses(message)
    if isinstance(made.type, ComponentT):
        why = "a component as a whole is nothing that a tool makes: write the check on a resource inside it"
        ev.report(errors.check_too_late(check.condition.span, callers, why))
        return None
    if made.type.path.startswith("module."):
        why = "Terraform has no condition for a module as a whole: write the check on a resource that reads it"
        ev.report(errors.check_too_late(check.condition.span, callers, why))
        return None
    if own and made.type.path.startswith(("k8s.", "helm.")):
        why = "it reads what the cluster says of the object only once it is there, which is too late to refuse it"
        ev.report(errors.check_too_late(check.condition.span, callers, why))
        return None
    return Kept(condition, message, check.span, own)


def _message(ev: Evaluator, check: Check, env: Env) -> Value:
    if check.message is None:
        return Value(NO_MESSAGE, check.span)
    return ev.eval(check.message, env)


def _report(ev: Evaluator, made: Made, check: Check, env: Env) -> None:
    """The values of the parts are told at the parts themselves."""
    watch = Watch(ev, check.condition)
    watch.eval(check.condition, env)
    seen = [one for one in watch.seen() if one.span != check.condition.span]
    text = known(_message(ev, check, env))
    said = NO_MESSAGE if text is None or isinstance(text.data, Poison) else text_of(text)
    labels = tuple(Label(one.span, one.value) for one in seen)
    ev.report(
        errors.resource_check_failed(
            check.condition.span, env.frame.callers, str(made.address), said, labels
        )
    )
