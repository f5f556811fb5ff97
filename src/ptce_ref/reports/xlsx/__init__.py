"""The workbooks: values and text written with openpyxl from view-objects. Nothing is computed here."""
