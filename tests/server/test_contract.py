"""contract.py: a maker is recognised in the names that models and makers go by, and in nothing else."""

import pytest

from originlens.contract import family_of


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("GPT-4o", "openai"), ("gpt4", "openai"), ("gpt-oss-20b", "openai"), ("ChatGPT 5", "openai"), ("OpenAI", "openai"),
        ("o1-mini", "openai"), ("claude-3.5-sonnet", "anthropic"), ("Anthropic", "anthropic"), ("Gemini 3 Pro", "google"),
        ("Google", "google"), ("Meta", "meta"), ("Llama-3.1 by Meta", "meta"), ("Mistral Large", "mistral"),
        ("qwen2.5", "qwen"), ("通义千问", "qwen"), ("DeepSeek-V3", "deepseek"), ("Grok 4", "xai"), ("xAI", "xai"),
    ],
)  # fmt: skip
def test_a_name_tells_its_family(name, family):
    assert family_of(name) == family


@pytest.mark.parametrize(
    "name", ["", "GPT-NeoX", "metabolism", "weather-llm-v2", "Go3", "geo1", "Googleplex", "a" * 5000 + " gpt-4"]
)
def test_other_names_tell_none(name):
    assert family_of(name) is None
