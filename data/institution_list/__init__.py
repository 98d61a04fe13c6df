"""Other institution lists, of any office and with any headers: told by a mapping, compared with a stored return."""

from data.institution_list.importing import Imported, RegisterImport
from data.institution_list.mapping import ListMapping, MappingRefused, read_mapping

__all__ = ["Imported", "ListMapping", "MappingRefused", "RegisterImport", "read_mapping"]
