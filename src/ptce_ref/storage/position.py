"""Takes back what a group decided; ``storage.opinion`` keeps it."""

from ptce_ref.storage.database import Store
from ptce_ref.storage.evaluation import PhaseGuard, read_phase
from ptce_ref.storage.record import delete_row


def remove_position(store: Store, evaluation_id: str, indicator_id: str, at: str, allow: PhaseGuard) -> bool:
    """Take the position on an indicator back; say whether there was one. The journal keeps it.

    ``allow`` is called with the phase of the evaluation inside the transaction, and raises what it likes to refuse.
    """
    key = {"evaluation_id": evaluation_id, "indicator_id": indicator_id}
    with store.writing() as db:
        allow(read_phase(db, evaluation_id))
        return delete_row(db, "positions", key, at, {"evaluation": evaluation_id, "indicator": indicator_id})
