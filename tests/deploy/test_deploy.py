"""What stands in deploy/ is true: units and files parse, give no right that is not needed, and name what there is."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.core.measures import FAMILIES, PREFIX

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
SUFFIXES = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count"), "gauge": ("",)}
KNOWN = {f"{PREFIX}{name}{suffix}" for name, (kind, *_) in FAMILIES.items() for suffix in SUFFIXES[kind]}
EXPOSED = 2.0  # of 10, by systemd's own measure; 1.5 when this was written


def unit(path: Path) -> dict[str, str]:
    pairs = (line.split("=", 1) for line in path.read_text("utf-8").splitlines() if re.match(r"[A-Z]\w+=", line))
    return {line[0]: line[1] for line in pairs}


def dashboard() -> dict[str, Any]:
    return dict(json.loads((DEPLOY / "grafana-dashboard.json").read_text("utf-8")))


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load((DEPLOY / "prometheus-alerts.yaml").read_text("utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def metrics_in(*expressions: str) -> set[str]:
    return {name for text in expressions for name in re.findall(rf"{PREFIX}\w+", text)}


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_is_understood_by_systemd_and_exposes_little(path: Path, tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("needs systemd-analyze")
    here = tmp_path / path.name
    here.write_text(re.sub(r"/opt/\S+/paristech-bot", "/bin/true", path.read_text("utf-8")), encoding="utf-8")
    verify = ["systemd-analyze", "verify", "--man=no", str(here)]
    seen = subprocess.run(verify, capture_output=True, text=True, check=False)
    assert (seen.returncode, seen.stderr) == (0, "")
    security = ["systemd-analyze", "security", "--offline=yes", str(here)]
    said = subprocess.run(security, capture_output=True, text=True, check=False).stdout
    level = re.search(r"exposure level for \S+: ([\d.]+)", said)
    assert level is not None
    assert float(level.group(1)) <= EXPOSED


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_lets_a_send_finish_and_comes_back_by_itself(path: Path) -> None:
    values = unit(path)
    assert (values["Restart"], values["KillMode"], values["RestartPreventExitStatus"]) == ("always", "mixed", "2")
    assert int(values["TimeoutStopSec"]) > 35  # the 25 s of a send, and 10 for the scheduler's own process
    assert (values["User"], values["ProtectSystem"], values["NoNewPrivileges"]) == ("paristech-bot", "strict", "yes")


def test_the_containers_are_read_only_and_have_no_right_too_many() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]
    assert set(services) == {"bot", "front", "postgres"}
    for name, service in services.items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert not service.get("privileged"), name
        assert ":latest" not in service.get("image", ""), name
    assert services["bot"]["read_only"] is services["front"]["read_only"] is True
    assert {port.partition(":")[0] for port in services["bot"]["ports"]} == {"80", "443"}  # all that WeChat calls
    assert services["front"]["network_mode"] == "service:bot"
    assert "\nUSER paristech-bot\n" in (DEPLOY / "Dockerfile").read_text("utf-8")


def test_no_secret_lies_in_what_is_deployed() -> None:
    text = "\n".join(path.read_text("utf-8") for path in DEPLOY.iterdir() if path.is_file())
    assert not re.search(r"(?i)(password|secret|token|key)\s*[:=]\s*[\"']?[A-Za-z0-9+/]{12,}", text)


def test_the_front_passes_on_the_webhook_without_tls_too_and_hides_the_metrics() -> None:
    caddy, nginx = ((DEPLOY / name).read_text("utf-8") for name in ("Caddyfile", "nginx.conf"))
    assert "http://{$BOT_HOST}" in caddy
    assert "path /metrics" in caddy
    assert "location = /metrics { return 404; }" in nginx
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in nginx


def test_every_metric_of_the_dashboard_and_the_rules_exists() -> None:
    targets = [target["expr"] for panel in dashboard()["panels"] for target in panel["targets"]]
    asked = metrics_in(*targets, *(rule["expr"] for rule in rules()))
    assert asked
    assert asked - KNOWN == set()


def test_every_metric_is_on_the_dashboard() -> None:
    shown = metrics_in(*(target["expr"] for panel in dashboard()["panels"] for target in panel["targets"]))
    bare = {re.sub(r"(_total|_bucket|_sum|_count)$", "", name.removeprefix(PREFIX)) for name in shown}
    assert set(FAMILIES) - bare == {"build"}


def test_the_panels_lie_beside_one_another() -> None:
    cells: set[tuple[int, int]] = set()
    for panel in dashboard()["panels"]:
        place = panel["gridPos"]
        mine = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not mine & cells, panel["title"]
        assert place["x"] + place["w"] <= 24
        cells |= mine


def test_every_alert_says_what_to_do_and_stands_in_the_paper() -> None:
    paper = (DEPLOY.parent / "docs/running/watching.md").read_text("utf-8")
    names = [rule["alert"] for rule in rules()]
    assert len(names) == len(set(names))
    for rule in rules():
        assert rule["labels"]["severity"] in ("page", "warn")
        assert rule["annotations"]["summary"].endswith(".")
        assert rule["annotations"]["todo"]
        assert f"`{rule['alert']}`" in paper, rule["alert"]
