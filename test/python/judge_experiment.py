"""An experiment that is judged by LLMs: an LLMJudge of each provider that is named, and by semantic similarity.

Usage: python judge_experiment.py PROVIDER ...
"""

import os
import sys

os.environ["DD_APM_TRACING_ENABLED"] = "false"

from ddtrace.llmobs import (
    BooleanStructuredOutput,
    CategoricalStructuredOutput,
    LLMJudge,
    LLMObs,
    ScoreStructuredOutput,
)
from openai import OpenAI

MODELS = {
    "openai": "gpt-4o-mini",
    "azure_openai": "my-deployment",
    "anthropic": "claude-haiku-4-5",
    "bedrock": "amazon.nova-lite-v1:0",
}
FORMS = {
    "boolean": BooleanStructuredOutput(description="right", reasoning=True, pass_when=True),
    "score": ScoreStructuredOutput(description="how right", min_score=1, max_score=10, min_threshold=7),
    "categories": CategoricalStructuredOutput(
        categories={"right": "It is right", "wrong": "It is wrong"}, pass_values=["right"]
    ),
}

LLMObs.enable(
    ml_app="judged",
    agentless_enabled=True,
    site="datadoghq.com",
    api_key=os.environ["DD_API_KEY"],
    app_key=os.environ["DD_APPLICATION_KEY"],
    project_name="judged",
)
dataset = LLMObs.create_dataset(
    "judged",
    records=[
        {"input_data": {"question": "What is 6 times 7?"}, "expected_output": "42", "metadata": {}},
        {"input_data": {"question": "What is the capital of Italy?"}, "expected_output": "Rome", "metadata": {}},
        {"input_data": {"question": "Give me X"}, "expected_output": {"x": [1.5, "é"]}, "metadata": {}},
    ],
)
client = OpenAI()


def task_fn(input_data, config=None):
    messages = [{"role": "user", "content": input_data["question"]}]
    return client.chat.completions.create(model="gpt-4o-mini", messages=messages).choices[0].message.content


def embed(text):
    return client.embeddings.create(model="text-embedding-3-small", input=str(text)).data[0].embedding


evaluators = [
    LLMJudge(
        provider=provider,
        model=MODELS[provider],
        system_prompt="You judge answers.",
        user_prompt="Question: {{input_data}}\nAnswer: {{output_data}}\nExpected: {{expected_output}}",
        structured_output=form,
        name=f"{provider}_{kind}",
    )
    for provider in sys.argv[1:]
    for kind, form in FORMS.items()
]
try:
    from ddtrace.llmobs._evaluators.semantic import SemanticSimilarityEvaluator

    evaluators.append(SemanticSimilarityEvaluator(embedding_fn=embed, threshold=0.95, name="similarity"))
except ImportError:
    pass
LLMObs.experiment("judged", task_fn, dataset, evaluators).run()
