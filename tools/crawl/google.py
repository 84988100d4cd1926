"""Runs the cases that Google publishes for its robots.txt parser through ours, and tells where the two differ.

    google.py TESTS ROBOTS

TESTS is test/test_google_only_system.py of the source package `gpyrobotstxt` (PyPI), which holds the cases of
google/robotstxt's robots_test.cc in Python; none of it is copied here. ROBOTS is a build of the example `robots`.
Cases that ask about the inside of Google's parser, and no URL, are counted apart.
"""

import argparse
import importlib.util
import inspect
import json
import subprocess
import sys
import types
import unittest
from pathlib import Path


class Ours:
    """Answers in place of Google's parser."""

    program = None

    def one_agent_allowed_by_robots(self, robots, agent, url):
        line = json.dumps({"robots": robots, "agent": agent, "url": url})
        self.program.stdin.write(line + "\n")
        self.program.stdin.flush()
        return robots, agent, url, self.program.stdout.readline().strip()

    def __getattr__(self, name):
        return lambda *_: None


def counting(wanted, counts):
    """An assertion that counts instead of failing."""

    def compare(case, answer, *_):
        if answer is None:
            counts["inside"] += 1
            return
        robots, agent, url, told = answer
        agrees = (told == "yes") == wanted
        counts["agreed" if agrees else "differing"] += 1
        if not agrees:
            line = next(frame.lineno for frame in inspect.stack() if frame.function == case._testMethodName)
            short = robots if len(robots) < 200 else robots[:100] + " … " + robots[-20:]
            print(f"{case._testMethodName}, line {line}: Google {'yes' if wanted else 'no'}, claimtrail {told}")
            print(f"    {agent!r} {url[:60]!r} under {short!r}")

    return compare


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tests", type=Path)
    parser.add_argument("robots", type=Path)
    options = parser.parse_args()
    Ours.program = subprocess.Popen(
        [options.robots.resolve()], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    # The package that the tests import is not there: ours answers under its name.
    module = types.ModuleType("gpyrobotstxt.robots_cc")
    module.RobotsMatcher = Ours
    sys.modules["gpyrobotstxt"] = types.ModuleType("gpyrobotstxt")
    sys.modules["gpyrobotstxt.robots_cc"] = module
    counts = dict.fromkeys(("agreed", "differing", "inside"), 0)
    unittest.TestCase.assertTrue = counting(True, counts)
    unittest.TestCase.assertFalse = counting(False, counts)
    spec = importlib.util.spec_from_file_location("cases", options.tests)
    cases = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(cases)
    result = unittest.TestResult()
    unittest.defaultTestLoader.loadTestsFromModule(cases).run(result)
    for _, trace in result.errors:
        print(trace, file=sys.stderr)
    Ours.program.stdin.close()
    print(f"{counts['agreed']} agreed, {counts['differing']} differing, {counts['inside']} not about a URL")
    return 1 if result.errors or not counts["agreed"] else 0


if __name__ == "__main__":
    sys.exit(main())
