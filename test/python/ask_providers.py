"""Asks one question of every LLM that the environment points to, with its own library, plain and streamed.

Usage: python ask_providers.py QUESTION [NAME ...]; prints a JSON object of the answers, or of what was raised.
"""

import json
import sys

question, *names = sys.argv[1:]
messages = [{"role": "user", "content": question}]
schema = {
    "type": "object",
    "properties": {"answer": {"type": "string"}},
    "required": ["answer"],
    "additionalProperties": False,
}
schema_format = {"type": "json_schema", "json_schema": {"name": "reply", "strict": True, "schema": schema}}


def openai_chat():
    from openai import OpenAI

    return OpenAI().chat.completions.create(model="gpt-4o-mini", messages=messages).choices[0].message.content


def openai_chat_streamed():
    from openai import OpenAI

    stream = OpenAI().chat.completions.create(model="gpt-4o-mini", messages=messages, stream=True)
    return "".join(chunk.choices[0].delta.content or "" for chunk in stream)


def openai_chat_schema():
    from openai import OpenAI

    completion = OpenAI().chat.completions.create(
        model="gpt-4o-mini", messages=messages, response_format=schema_format
    )
    return json.loads(completion.choices[0].message.content)["answer"]


def openai_module():
    import openai

    return openai.chat.completions.create(model="gpt-4o-mini", messages=messages).choices[0].message.content


def openai_responses():
    from openai import OpenAI

    return OpenAI().responses.create(model="gpt-4o-mini", input=question).output_text


def openai_responses_streamed():
    from openai import OpenAI

    with OpenAI().responses.stream(model="gpt-4o-mini", input=messages) as stream:
        text = "".join(event.delta for event in stream if event.type == "response.output_text.delta")
        assert stream.get_final_response().output_text == text
    return text


def openai_responses_schema():
    from openai import OpenAI

    text = {"format": {"type": "json_schema", "name": "reply", "strict": True, "schema": schema}}
    return json.loads(OpenAI().responses.create(model="gpt-4o-mini", input=question, text=text).output_text)["answer"]


def openai_completions():
    from openai import OpenAI

    return OpenAI().completions.create(model="gpt-3.5-turbo-instruct", prompt=question).choices[0].text


def openai_completions_streamed():
    from openai import OpenAI

    stream = OpenAI().completions.create(model="gpt-3.5-turbo-instruct", prompt=question, stream=True)
    return "".join(chunk.choices[0].text for chunk in stream)


def azure():
    from openai import AzureOpenAI

    return AzureOpenAI().chat.completions.create(model="my-deployment", messages=messages).choices[0].message.content


def azure_streamed():
    from openai import AzureOpenAI

    stream = AzureOpenAI().chat.completions.create(model="my-deployment", messages=messages, stream=True)
    return "".join(chunk.choices[0].delta.content or "" for chunk in stream)


def azure_responses():
    from openai import AzureOpenAI

    return AzureOpenAI().responses.create(model="my-deployment", input=question).output_text


def anthropic_messages():
    from anthropic import Anthropic

    client = Anthropic()
    return client.messages.create(model="claude-haiku-4-5", max_tokens=100, messages=messages).content[0].text


def anthropic_streamed():
    from anthropic import Anthropic

    with Anthropic().messages.stream(model="claude-haiku-4-5", max_tokens=100, messages=messages) as stream:
        text = "".join(stream.text_stream)
        assert stream.get_final_text() == text
    return text


def anthropic_schema():
    from anthropic import Anthropic

    message = Anthropic().messages.create(
        model="claude-haiku-4-5",
        max_tokens=100,
        messages=messages,
        output_config={"format": {"type": "json_schema", "schema": schema}},
    )
    return json.loads(message.content[0].text)["answer"]


def anthropic_bedrock():
    from anthropic import AnthropicBedrock

    client = AnthropicBedrock()
    model = "anthropic.claude-3-haiku-20240307-v1:0"
    return client.messages.create(model=model, max_tokens=100, messages=messages).content[0].text


def anthropic_bedrock_streamed():
    from anthropic import AnthropicBedrock

    model = "anthropic.claude-3-haiku-20240307-v1:0"
    text = ""
    for event in AnthropicBedrock().messages.create(model=model, max_tokens=100, messages=messages, stream=True):
        if event.type == "content_block_delta":
            text += event.delta.text
    return text


def gemini():
    from google import genai

    # Closed, and of no use, as soon as nobody holds it.
    client = genai.Client()
    return client.models.generate_content(model="gemini-2.5-flash", contents=question).text


def gemini_streamed():
    from google import genai

    client = genai.Client()
    stream = client.models.generate_content_stream(model="gemini-2.5-flash", contents=question)
    return "".join(chunk.text or "" for chunk in stream)


def gemini_schema():
    from google import genai

    form = {"type": "OBJECT", "properties": {"answer": {"type": "STRING"}}, "required": ["answer"]}
    config = {"response_mime_type": "application/json", "response_schema": form}
    client = genai.Client()
    reply = client.models.generate_content(model="gemini-2.5-flash", contents=question, config=config)
    return json.loads(reply.text)["answer"]


def vertex_with_a_key():
    from google import genai

    client = genai.Client(vertexai=True)
    return client.models.generate_content(model="gemini-2.5-flash", contents=question).text


def bedrock_client():
    import boto3

    return boto3.client("bedrock-runtime")


def bedrock_converse():
    reply = bedrock_client().converse(
        modelId="amazon.nova-lite-v1:0", messages=[{"role": "user", "content": [{"text": question}]}]
    )
    return reply["output"]["message"]["content"][0]["text"]


def bedrock_converse_streamed():
    reply = bedrock_client().converse_stream(
        modelId="amazon.nova-lite-v1:0", messages=[{"role": "user", "content": [{"text": question}]}]
    )
    deltas = [event["contentBlockDelta"] for event in reply["stream"] if "contentBlockDelta" in event]
    return "".join(delta["delta"]["text"] for delta in deltas)


def bedrock_schema():
    form = {"type": "json_schema", "structure": {"jsonSchema": {"name": "reply", "schema": json.dumps(schema)}}}
    reply = bedrock_client().converse(
        modelId="amazon.nova-lite-v1:0",
        messages=[{"role": "user", "content": [{"text": question}]}],
        outputConfig={"textFormat": form},
    )
    return json.loads(reply["output"]["message"]["content"][0]["text"])["answer"]


def invoked(model, body):
    return json.loads(bedrock_client().invoke_model(modelId=model, body=json.dumps(body))["body"].read())


def bedrock_invoke_claude():
    body = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 100, "messages": messages}
    return invoked("anthropic.claude-3-haiku-20240307-v1:0", body)["content"][0]["text"]


def bedrock_invoke_claude_streamed():
    body = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 100, "messages": messages}
    reply = bedrock_client().invoke_model_with_response_stream(
        modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps(body)
    )
    events = [json.loads(event["chunk"]["bytes"]) for event in reply["body"]]
    return "".join(event["delta"]["text"] for event in events if event["type"] == "content_block_delta")


def bedrock_invoke_titan():
    return invoked("amazon.titan-text-express-v1", {"inputText": question})["results"][0]["outputText"]


def bedrock_invoke_llama():
    return invoked("meta.llama3-8b-instruct-v1:0", {"prompt": question})["generation"]


def bedrock_invoke_nova():
    body = {"messages": [{"role": "user", "content": [{"text": question}]}]}
    return invoked("amazon.nova-lite-v1:0", body)["output"]["message"]["content"][0]["text"]


def ollama_chat():
    import ollama

    return ollama.chat(model="llama3.2", messages=messages).message.content


def ollama_chat_streamed():
    import ollama

    return "".join(part.message.content for part in ollama.chat(model="llama3.2", messages=messages, stream=True))


def ollama_schema():
    import ollama

    return json.loads(ollama.chat(model="llama3.2", messages=messages, format=schema).message.content)["answer"]


def ollama_generate():
    import ollama

    return ollama.generate(model="llama3.2", prompt=question).response


def ollama_generate_streamed():
    import ollama

    return "".join(part.response for part in ollama.generate(model="llama3.2", prompt=question, stream=True))


def cohere_v2():
    import cohere

    return cohere.ClientV2().chat(model="command-r", messages=messages).message.content[0].text


def cohere_v2_streamed():
    import cohere

    stream = cohere.ClientV2().chat_stream(model="command-r", messages=messages)
    return "".join(event.delta.message.content.text for event in stream if event.type == "content-delta")


def cohere_v1():
    import cohere

    return cohere.Client().chat(message=question).text


def cohere_v1_streamed():
    import cohere

    stream = cohere.Client().chat_stream(message=question)
    return "".join(event.text for event in stream if event.event_type == "text-generation")


def mistral():
    import os

    from mistralai.client import Mistral

    # Its library reads no variable for the origin, so the file has to name it.
    client = Mistral(api_key=os.environ["MISTRAL_API_KEY"], server_url=os.environ["OPENAI_BASE_URL"].removesuffix("/v1"))
    return client.chat.complete(model="mistral-small-latest", messages=messages).choices[0].message.content


def litellm_of(model):
    def ask():
        import litellm

        return litellm.completion(model=model, messages=messages).choices[0].message.content

    return ask


litellm_openai = litellm_of("openai/gpt-4o-mini")
litellm_azure = litellm_of("azure/my-deployment")
litellm_anthropic = litellm_of("anthropic/claude-haiku-4-5")
litellm_gemini = litellm_of("gemini/gemini-2.5-flash")
litellm_bedrock = litellm_of("bedrock/amazon.nova-lite-v1:0")
litellm_mistral = litellm_of("mistral/mistral-small-latest")
litellm_cohere = litellm_of("cohere_chat/command-r")
litellm_ollama = litellm_of("ollama_chat/llama3.2")

answers = {}
for name in names:
    try:
        answers[name] = globals()[name]()
    except Exception as error:
        answers[name] = f"{type(error).__name__}: {error}"
print(json.dumps(answers))
