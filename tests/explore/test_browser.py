"""The live map in a real JupyterLab, driven in headless Chromium; ``make browser`` installs what it needs."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from routegraph.cli.main import main

pytest.importorskip("jupyterlab", reason="JupyterLab is not installed; see 'make browser'")
selenium = pytest.importorskip("selenium.webdriver", reason="Selenium is not installed; see 'make browser'")
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = [
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="no Chromium with its driver on this machine"),
    pytest.mark.enable_socket,  # JupyterLab and the browser speak over loopback
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # of the browser's client
]

SCREENSHOT = Path(__file__).parents[2] / "docs" / "explore.png"
PATIENCE_S = 240
CELL = """import routegraph
study = routegraph.load("hama-aleppo")
study.explore("Hama", "Aleppo", scenario="khanasser-standing")"""
OPTIONS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--window-size=1500,1100",
)  # fmt: skip


@pytest.fixture
def lab(tmp_path: Path, monkeypatch) -> Iterator[str]:
    """Address of a notebook with one cell, in a JupyterLab of its own."""
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "execution_count": None}
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = {"cells": [cell | {"source": CELL}], "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "map.ipynb").write_text(json.dumps(notebook))
    quiet = tmp_path / "lab/user-settings/@jupyterlab/apputils-extension/notification.jupyterlab-settings"
    quiet.parent.mkdir(parents=True)
    quiet.write_text('{"fetchNews": "false"}')
    for key in ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(key, str(tmp_path))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}", "--LabApp.news_url="]
    command = [sys.executable, "-m", "jupyterlab", *options, "--IdentityProvider.token="]
    server = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[selenium.Chrome]:
    options = selenium.ChromeOptions()
    for option in (*OPTIONS, f"--user-data-dir={tmp_path / 'chromium'}"):
        options.add_argument(option)
    options.binary_location = CHROMIUM
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = selenium.Chrome(options=options, service=selenium.ChromeService(DRIVER))
    yield driver
    driver.quit()


def test_a_click_closes_a_town_renews_the_answer_and_gives_a_command_that_runs(lab, browser):
    from selenium.common.exceptions import WebDriverException
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.ui import WebDriverWait

    wait = WebDriverWait(browser, PATIENCE_S, ignored_exceptions=[WebDriverException])

    def found(css: str) -> list:
        return browser.find_elements("css selector", css)

    def answers(_: object) -> bool:
        with suppress(OSError):
            return urlopen(f"{lab}/api", timeout=5).status == 200
        return False

    wait.until(answers)
    browser.get(f"{lab}/lab/tree/map.ipynb?reset")
    wait.until(lambda _: found(".jp-Notebook .cm-content"))
    wait.until(lambda _: "Idle" in browser.find_element("tag name", "body").text)
    found(".jp-Notebook .cm-content")[0].click()
    ActionChains(browser).key_down(Keys.SHIFT).send_keys(Keys.ENTER).key_up(Keys.SHIFT).perform()
    wait.until(lambda _: found(".rg-town") and found("code.rg-command"))
    wait.until(lambda _: len(found(".leaflet-overlay-pane path")) > 10)
    town = browser.find_element("xpath", "//*[@title='Khanasser']")
    ActionChains(browser).move_to_element(town).click().perform()
    wait.until(lambda _: "--close Khanasser" in found("code.rg-command")[0].text)
    assert "no way remains" in found(".rg-card h3")[0].text
    if os.environ.get("ROUTEGRAPH_UPDATE_SCREENSHOTS"):
        found(".jp-OutputArea")[0].screenshot(str(SCREENSHOT))
    command = found("code.rg-command")[0].text
    rerun = CliRunner().invoke(main, [*shlex.split(command)[1:], "--json"])
    assert json.loads(rerun.stdout)["outcome"] == "severed"
    severe = [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    assert severe == []
