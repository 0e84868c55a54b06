# Thin wrappers of lines that stand in README.md, for machines with make.

PYTHON = python3

.PHONY: grade test

grade: .venv/for-grade
	.venv/bin/grade examples/right.py
	.venv/bin/grade examples/overlap_assigned.py --exit-zero

test: .venv/for-test
	.venv/bin/python -m pytest -n auto --dist loadfile

# The empty files remember that the installation ran to its end, for this pyproject.toml.
.venv/for-grade: pyproject.toml
	$(PYTHON) -m venv .venv
	.venv/bin/pip install --quiet --editable .
	@touch $@

.venv/for-test: pyproject.toml
	$(PYTHON) -m venv .venv
	.venv/bin/pip install --quiet --editable '.[test]'
	@touch $@
