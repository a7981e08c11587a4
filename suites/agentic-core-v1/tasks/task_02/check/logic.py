"""Measures the logic of a package on its syntax trees: how much there is, and how much of it is there more than once.

Started as ``python3 -I logic.py FOLDER MODULE...``; prints one JSON object. A process of its own, because source can be made
that no parser survives.

Names, constants, attributes, annotations, documentation and the order of definitions count for nothing. What counts is work:
calls, operators, comparisons, branches, loops and the like, one each. Two pieces are the same where their trees are, with all
names and constants taken for one; a piece of fewer than ``LEAST`` is too common to be a copy.
"""

import ast
import json
import os
import sys

LEAST = 4
LARGEST = 1 << 18  # bytes of source, all files together
WORK = (
    ast.For, ast.AsyncFor, ast.While, ast.If, ast.IfExp, ast.comprehension, ast.Try, ast.With, ast.Raise, ast.Assert,
    ast.Delete, ast.AugAssign, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.Call, ast.Subscript, ast.Yield,
    ast.YieldFrom, ast.Break, ast.Continue, getattr(ast, "Match", ast.If), getattr(ast, "TryStar", ast.Try),
)
IGNORED = {"annotation", "returns", "ctx", "type_comment", "type_params", "kind", "lineno", "col_offset"}

# Ways to run what is no syntax tree of the package. What they run cannot be measured.
CALLS = {"exec", "eval", "compile", "__import__", "__builtins__"}
MODULES = {
    "builtins", "code", "codeop", "ctypes", "imp", "importlib", "marshal", "multiprocessing", "pickle", "pkgutil", "runpy", "subprocess",
    "zipimport",
}
ATTRIBUTES = {
    "CodeType", "FunctionType", "__builtins__", "__code__", "__globals__", "__import__", "__loader__", "__subclasses__", "eval", "exec",
    "exec_module", "import_module", "popen", "system",
}


def module_file(root, parts):
    """The file of a module, or None where it is none of the folder's."""
    path = os.path.join(root, *parts)
    return next((file for file in (os.path.join(path, "__init__.py"), path + ".py") if os.path.isfile(file)), None)


def imported(tree, package):
    """The modules that a module may import, as lists of names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name.split(".")
        elif isinstance(node, ast.ImportFrom):
            above = package[:len(package) - node.level + 1] if node.level else []
            base = above + (node.module.split(".") if node.module else [])
            yield base
            for alias in node.names:
                yield base + [alias.name]


def load(root, modules):
    """The trees of the modules and of all that they import from the folder: path -> tree."""
    trees, pending, size = {}, [module.split(".") for module in modules], 0
    while pending:
        parts = pending.pop()
        for length in range(1, len(parts) + 1):
            file = module_file(root, parts[:length])
            if file is None or os.path.relpath(file, root) in trees:
                continue
            size += os.path.getsize(file)
            if size > LARGEST:
                raise ValueError(f"the package has more than {LARGEST} bytes of source")
            with open(file, "rb") as f:
                tree = ast.parse(f.read())
            trees[os.path.relpath(file, root)] = tree
            package = parts[:length] if file.endswith("__init__.py") else parts[:length - 1]
            pending += imported(tree, package)
    return trees


def refused(tree):
    """The first thing in a tree that runs what is no syntax tree, or None."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in CALLS:
            return node.id
        if isinstance(node, ast.Attribute) and node.attr in ATTRIBUTES:
            return node.attr
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in CALLS:
            return f"the text {node.value!r}"
        names = [alias.name for alias in node.names] if isinstance(node, (ast.Import, ast.ImportFrom)) else []
        if isinstance(node, ast.ImportFrom) and not node.level:
            names = [f"{node.module}.{name}" for name in names]
        for name in names:
            if name.split(".")[0] in MODULES and not name.startswith(("importlib.resources", "importlib.metadata")):
                return f"import of {name}"
    return None


class Measure:
    def __init__(self):
        self.shapes = {}
        self.seen = set()
        self.repeated = 0

    def look(self, node):
        """(shape, work, children) of a node; shapes of equal trees are the same number. Leaves have shape 0."""
        if isinstance(node, (ast.Name, ast.Constant, ast.arg, ast.alias)):
            return 0, 0, []
        children = []
        key = [type(node).__name__]
        for field, value in ast.iter_fields(node):
            if field in IGNORED:
                continue
            if isinstance(value, ast.AST):
                value = [value]
            if not isinstance(value, list):
                continue
            key.append(field)
            for child in value:
                if isinstance(child, (ast.operator, ast.unaryop, ast.boolop, ast.cmpop)):
                    key.append(type(child).__name__)
                elif isinstance(child, ast.AST) and not self.is_mute(child):
                    children.append(self.look(child))
                    key.append(children[-1][0])
        work = sum(child[1] for child in children)
        is_name = isinstance(node, ast.Attribute) and children[0][0] == 0 or isinstance(node, ast.JoinedStr) and not work
        if is_name or isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant):
            return 0, 0, []
        if isinstance(node, WORK):
            work += 1
        shape = self.shapes.setdefault(tuple(key), len(self.shapes) + 1)
        return shape, work, children if work else []

    @staticmethod
    def is_mute(node):
        return isinstance(node, (ast.Import, ast.ImportFrom, ast.Pass)) or isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)

    def count(self, looked):
        shape, work, children = looked
        if work >= LEAST:
            if shape in self.seen:
                self.repeated += work
                return
            self.seen.add(shape)
        for child in children:
            self.count(child)


def main():
    root, modules = sys.argv[1], sys.argv[2:]
    sys.setrecursionlimit(5_000)
    try:
        trees = load(root, modules)
        measure = Measure()
        looked = [measure.look(trees[path]) for path in sorted(trees)]
        for tree in looked:
            measure.count(tree)
        found = {
            "files": sorted(trees),
            "work": sum(tree[1] for tree in looked),
            "repeated": measure.repeated,
            "refused": next((f"{path}: {what}" for path in sorted(trees) if (what := refused(trees[path]))), None),
        }
    except SyntaxError as e:
        found = {"problem": f"the source is no Python: {e}"}
    except (OSError, ValueError, RecursionError, MemoryError) as e:
        found = {"problem": f"the source cannot be measured: {type(e).__name__}: {e}"}
    print(json.dumps(found))


main()
