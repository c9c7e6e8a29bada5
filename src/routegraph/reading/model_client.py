"""A language model behind an OpenAI-compatible endpoint: asked once for each text, and remembered.

The text leaves the machine when the endpoint is not on it. Answers are kept by the hash of text,
prompt and model, so that a rerun gives the same and asks nobody.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from routegraph.errors import QuestionError, UnavailableError
from routegraph.intake import clean, within
from routegraph.written import write_whole

LONGEST_ANSWER = 4 * 1024 * 1024
"""Bytes."""

TRIES = 3
"""Of a server that says it is busy."""

BUSY = (429, 503)


@dataclass(frozen=True)
class Endpoint:
    """A server that speaks as OpenAI's does: Ollama, llama.cpp, vLLM, or a hosted one.

    Attributes
    ----------
    url : str
        Up to ``/v1``: ``http://localhost:11434/v1``.
    model : str
        Name that the server knows it by.
    key : str
        Sent as a bearer token; empty for none.
    timeout_s : float
        For one text, with all tries.
    cache : Path or None
        Folder of answers; None for that of the platform.
    """

    url: str
    model: str
    key: str = ""
    timeout_s: float = 180.0
    cache: Path | None = None

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise QuestionError(
                f"endpoint {clean(self.url)[:80]!r} is no http address; give one such as "
                "http://localhost:11434/v1."
            )
        if not self.model:
            raise QuestionError("--reader model needs the name of a model; give --model NAME.")

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def is_local(self) -> bool:
        """Whether texts stay on this machine."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    def complete(self, prompt: str, schema: dict[str, Any], text: str) -> dict[str, Any]:
        """Return the JSON object that the model answers about a text.

        Raises
        ------
        ValueError
            The answer is no JSON object.
        UnavailableError
            No answer within the time, an error of the server, or no httpx.
        """
        kept = self._kept(prompt, schema, text)
        if kept.is_file():
            try:
                return _object(kept.read_text("utf-8"))
            except (OSError, ValueError):
                pass
        content = self._ask(prompt, schema, text)
        answer = _object(content)
        kept.parent.mkdir(parents=True, exist_ok=True)
        write_whole(kept, lambda spare: spare.write_text(json.dumps(answer, ensure_ascii=False), "utf-8"))
        return answer

    def _kept(self, prompt: str, schema: dict[str, Any], text: str) -> Path:
        from platformdirs import user_cache_path

        told = json.dumps([text, prompt, schema, self.model], ensure_ascii=True, sort_keys=True)
        name = hashlib.sha256(told.encode()).hexdigest()
        return (self.cache or user_cache_path("routegraph") / "reader") / f"{name}.json"

    def _ask(self, prompt: str, schema: dict[str, Any], text: str) -> str:
        try:
            import httpx
        except ImportError:
            raise UnavailableError(
                "a model as reader needs httpx; run pip install 'routegraph[model]'."
            ) from None
        question = {
            "model": self.model,
            "temperature": 0,
            "seed": 0,
            "messages": [{"role": "system", "content": prompt}, {"role": "user", "content": text}],
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "statements", "strict": True, "schema": schema},
            },
        }
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        end = time.monotonic() + self.timeout_s
        address = f"{self.url.rstrip('/')}/chat/completions"

        def ask() -> tuple[int, bytes]:
            with httpx.Client(timeout=self.timeout_s, trust_env=not self.is_local) as client:
                for left in range(TRIES - 1, -1, -1):
                    with client.stream("POST", address, json=question, headers=headers) as response:
                        body = _read(response, end, self.timeout_s)
                        status, wait_s = response.status_code, _wait_s(response.headers.get("retry-after"))
                    if status not in BUSY or not left or time.monotonic() + wait_s > end:
                        break
                    time.sleep(wait_s)
            return status, body

        try:
            status, body = within(self.timeout_s, ask)
        except httpx.TimeoutException:
            raise self._unavailable(f"no answer within {self.timeout_s:g} s") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise self._unavailable(str(error) or type(error).__name__) from None
        except TimeoutError as error:
            raise self._unavailable(str(error)) from None
        if status != 200:
            raise self._unavailable(f"status {status}: {body.decode('utf-8', 'replace')}")
        return _content(body)

    def _unavailable(self, why: str) -> UnavailableError:
        told = " ".join(clean(why).split())[:200]
        return UnavailableError(
            f"model {clean(self.model)[:60]} at {self.host}: {told}. Try again, or leave out --reader model."
        )


def _read(response: Any, end: float, timeout_s: float) -> bytes:
    """Body of a response, within its time and size."""
    body = b""
    for part in response.iter_bytes():
        body += part
        if time.monotonic() > end:
            raise TimeoutError(f"no whole answer within {timeout_s:g} seconds")
        if len(body) > LONGEST_ANSWER:
            raise TimeoutError(f"an answer of more than {LONGEST_ANSWER // 1024**2} MB")
    return body


def _wait_s(told: str | None) -> float:
    try:
        return min(max(float(told or 1), 0.0), 60.0)
    except ValueError:
        return 1.0


def _content(body: bytes) -> str:
    """What the model wrote."""
    try:
        told = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise ValueError("the server's answer is not that of a chat") from None
    if not isinstance(told, str):
        raise ValueError("the server's answer holds no text")
    return told


def _object(content: str) -> dict[str, Any]:
    """JSON object of a text, which some models set in a fence."""
    bare = content.strip()
    if bare.startswith("```"):
        bare = bare.strip("`").removeprefix("json").strip()
    try:
        found = json.loads(bare)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(found, dict):
        raise ValueError("no JSON object")
    return found
