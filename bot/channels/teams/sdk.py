"""The parts of the Teams SDK that the channel uses: they check who calls, get tokens, and call Teams.

Importing the SDK reads a file .env of the working directory into the environment unless it is told not to (settings
come from bot/settings alone), and warns of previews, none of which is used here.
"""

from __future__ import annotations

import os
import warnings

os.environ.setdefault("PYTHON_DOTENV_DISABLED", "true")
with warnings.catch_warnings():
    warnings.simplefilter("ignore", FutureWarning)
    import httpx
    from jwt import PyJWKClientConnectionError, PyJWKSetError
    from microsoft_teams.api import ClientCredentials, Credentials
    from microsoft_teams.api.activities.message import MessageActivityInput
    from microsoft_teams.api.clients.conversation import ConversationClient
    from microsoft_teams.apps import AppTokenProvider
    from microsoft_teams.apps.auth import TokenValidator
    from microsoft_teams.apps.token_manager import TokenManager
    from microsoft_teams.common import Client, ClientOptions

__all__ = [
    "AppTokenProvider",
    "Client",
    "ClientCredentials",
    "ClientOptions",
    "ConversationClient",
    "Credentials",
    "MessageActivityInput",
    "PyJWKClientConnectionError",
    "PyJWKSetError",
    "TokenManager",
    "TokenValidator",
    "httpx",
]
