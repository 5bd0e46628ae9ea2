"""Kinds of import contract that go by the last part of a module's name: `desk_views` are views.

The tool's own kinds want every module listed. These take patterns, so that a new feature is bound by them unasked.
"""

from fnmatch import fnmatchcase

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


def any_of(name, patterns):
    return any(fnmatchcase(name, pattern) for pattern in patterns)


class Named(Contract):
    """A contract on single imports. What breaks it is told as "this module -> that module"."""

    def breaks(self, importer: str, imported: str) -> bool:
        raise NotImplementedError

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        broken = [
            f"{importer} -> {imported}"
            for importer in sorted(graph.modules)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if self.breaks(importer, imported)
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["broken"]:
            output.print_error(line, bold=False)


class MustNotImport(Named):
    """Modules of some names import none of some others."""

    modules = fields.ListField(subfield=fields.StringField())
    but_not = fields.ListField(subfield=fields.StringField(), required=False, default=[])
    must_not_import = fields.ListField(subfield=fields.StringField())
    allowed = fields.ListField(subfield=fields.StringField(), required=False, default=[])

    def breaks(self, importer: str, imported: str) -> bool:
        bound = any_of(importer, self.modules) and not any_of(importer, self.but_not)
        return bound and any_of(imported, self.must_not_import) and not any_of(
            f"{importer} -> {imported}", self.allowed
        )


class LayersByName(Named):
    """Inside one package, a module imports only what lies lower. From another package it takes what is named public."""

    layers = fields.ListField(subfield=fields.StringField())  # from the top; alternatives parted by blanks
    never_from_another = fields.ListField(subfield=fields.StringField())

    def height(self, name: str) -> int | None:
        levels = [layer.split() for layer in reversed(self.layers)]
        return next((level for level, patterns in enumerate(levels) if any_of(name, patterns)), None)

    def breaks(self, importer: str, imported: str) -> bool:
        ours, theirs = importer.split("."), imported.split(".")
        if len(ours) != 3 or len(theirs) != 3 or theirs[0] != "registration":
            return False
        if ours[1] != theirs[1]:
            return any_of(theirs[2], self.never_from_another)
        mine, its = self.height(ours[2]), self.height(theirs[2])
        if mine is None:
            return its is not None and its == len(self.layers) - 1  # a module of another name is below the pages
        same_kind = ours[2].rpartition("_")[2] == theirs[2].rpartition("_")[2]
        return its is not None and (its > mine or (its == mine and not same_kind))
