import os
import pathlib

assert os.getcwd() == "/app", os.getcwd()
assert sorted(os.listdir("/")) == sorted(set(os.listdir("/")) - {"check", "run-data", "workspace", "solution"})
assert "ARENA_CHECK" not in os.environ
words = len(pathlib.Path("/app/data/text.txt").read_text().split())
found = pathlib.Path("/app/count.txt").read_text().strip()
assert found == str(words), f"{found} is not {words}"
pathlib.Path("/app/scratch").write_text("a verifier may write to the workspace")
