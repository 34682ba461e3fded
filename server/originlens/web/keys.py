"""What the application and each request carry, by typed key."""

import asyncio

from aiohttp import web

from originlens.pipeline import Pipeline
from originlens.settings import Settings
from originlens.web.metrics import Metrics
from originlens.web.page import Page
from originlens.web.pairing import Tokens

SETTINGS = web.AppKey("settings", Settings)
PIPELINE = web.AppKey("pipeline", Pipeline)
TOKENS = web.AppKey("tokens", Tokens)
METRICS = web.AppKey("metrics", Metrics)
PAGE = web.AppKey("page", Page)
STOPPING = web.AppKey("stopping", asyncio.Event)

# True for a request that came with a valid token.
KNOWN = web.RequestKey("known", bool)
# The pipeline's generation when a request with a token came in, which is no newer than that of its answer.
GENERATION = web.RequestKey("generation", str)
