"""What goes out: view-objects, and the workbooks and documents that show them.

A renderer receives a view-object, a frozen and documented dataclass of everything it shows.
Screens, workbooks, documents and ``--json`` show the same figures because they read the same
object; rounding happens in :mod:`ptce_ref.reports.wording` and nowhere else.
"""
