"""Use case of the first screen: what the database holds. Loads neither the models nor the tables."""

from ptce_ref.domain.overview import Overview
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.overview import read_listing, read_overview


def overview_of(workspace: Workspace, evaluation_id: str | None = None) -> Overview:
    """Return the pôles and how far their evaluations went; with ``evaluation_id``, that one and its pôle alone."""
    return read_overview(workspace.store, evaluation_id)


def listing_of(workspace: Workspace) -> Overview:
    """Return what the home screen lists; of many evaluations, their heads alone: :func:`overview_of` counts one."""
    return read_listing(workspace.store)
